package io.isthmus.northbound.audit;

import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.AuditLog;
import io.isthmus.domain.trust.AuditQuery;
import io.isthmus.northbound.resource.Cursors;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Shows the audit log, as pages or as a whole. Safe for any thread. */
@Component
final class AuditReader {
  static final String NDJSON = "application/x-ndjson";
  private static final Logger LOG = LoggerFactory.getLogger(AuditReader.class);

  private final AuditLog log;
  private final JsonMapper json;

  AuditReader(AuditLog log, JsonMapper json) {
    this.log = log;
    this.json = json;
  }

  /** A page, or null where the answer is the export, which is written by then. */
  @Nullable ResponseEntity<Page<AuditEntryView>> answer(
      AuditQuery query,
      List<String> accept,
      Paging paging,
      long revision,
      HttpServletResponse response)
      throws IOException {
    if (wantsExport(accept)) {
      export(query, response);
      return null;
    }
    return page(query, paging).answer(paging, revision);
  }

  private static boolean wantsExport(List<String> accept) {
    List<MediaType> types = MediaType.parseMediaTypes(accept);
    MediaType export = MediaType.parseMediaType(NDJSON);
    return types.stream().anyMatch(type -> type.equalsTypeAndSubtype(export));
  }

  private Page<AuditEntryView> page(AuditQuery query, Paging paging) {
    List<AuditEntry> fetched = log.find(query.before(Cursors.before(paging)), paging.limit() + 1);
    return Page.ofOneMore(
        paging, fetched, entry -> Long.toString(entry.sequence()), AuditEntryView::of);
  }

  /** A line for each entry, the oldest first. */
  private void export(AuditQuery query, HttpServletResponse response) throws IOException {
    response.setContentType(NDJSON);
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit.ndjson\"");
    OutputStream out = response.getOutputStream();
    try {
      log.export(query, entry -> write(entry, out));
      out.flush();
    } catch (UncheckedIOException e) {
      LOG.debug("A reader of the audit log is gone: {}", e.toString());
    }
  }

  private void write(AuditEntry entry, OutputStream out) {
    try {
      out.write(json.writeValueAsBytes(AuditEntryView.of(entry)));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
