package io.isthmus.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.HttpRequestHandler;

/** Answers with the console's page and files, from memory. Safe for any thread. */
final class ConsoleHandler implements HttpRequestHandler {
  private static final String BASE = "/console/";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final String ASK_EACH_TIME = "no-cache";

  private final Supplier<ConsoleFiles> files;
  private final ConsoleFile config;

  ConsoleHandler(Supplier<ConsoleFiles> files, ConsoleFile config) {
    this.files = files;
    this.config = config;
  }

  @Override
  public void handleRequest(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    String method = request.getMethod();
    if (!HttpMethod.GET.matches(method) && !HttpMethod.HEAD.matches(method)) {
      response.setHeader(HttpHeaders.ALLOW, "GET, HEAD");
      response.sendError(HttpStatus.METHOD_NOT_ALLOWED.value());
    } else if (path.equals("/")) {
      send(request, response, files.get().page(), ASK_EACH_TIME);
    } else if (path.equals("/console") || path.equals(BASE)) {
      response.sendRedirect(request.getContextPath() + "/");
    } else if (path.equals("/favicon.ico")) {
      // Browsers ask for it beside every page that names no icon, such as a picture or a document.
      sendFile(request, response, "icon.svg");
    } else if (path.equals(BASE + "config.json")) {
      send(request, response, config, ASK_EACH_TIME);
    } else {
      sendFile(request, response, path.substring(BASE.length()));
    }
  }

  private void sendFile(HttpServletRequest request, HttpServletResponse response, String name)
      throws IOException {
    ConsoleFiles current = files.get();
    String prefix = current.version() + "/";
    boolean versioned = name.startsWith(prefix);
    Optional<ConsoleFile> file = current.find(versioned ? name.substring(prefix.length()) : name);
    if (file.isEmpty()) {
      response.sendError(HttpStatus.NOT_FOUND.value());
    } else {
      send(request, response, file.get(), versioned ? FOR_EVER : ASK_EACH_TIME);
    }
  }

  private static void send(
      HttpServletRequest request, HttpServletResponse response, ConsoleFile file, String caching)
      throws IOException {
    boolean compressed =
        file.isWorthCompressing() && takesGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
    String tag = "\"%s%s\"".formatted(file.hash(), compressed ? "-gz" : "");
    response.setHeader(HttpHeaders.CACHE_CONTROL, caching);
    response.setHeader(HttpHeaders.ETAG, tag);
    response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (isKnown(request.getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
      response.setStatus(HttpStatus.NOT_MODIFIED.value());
      return;
    }
    byte[] body = compressed ? file.compressed() : file.plain();
    response.setContentType(file.type());
    response.setContentLength(body.length);
    if (compressed) {
      response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    // The container leaves the body of a HEAD out.
    response.getOutputStream().write(body);
  }

  private static boolean takesGzip(@Nullable String accepted) {
    return accepted != null
        && accepted.matches("(?i).*\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*");
  }

  private static boolean isKnown(@Nullable String known, String tag) {
    return known != null && (known.contains(tag) || known.strip().equals("*"));
  }
}
