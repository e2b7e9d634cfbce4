package io.isthmus.northbound.problem;

import java.io.IOException;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Words the errors of requests that the container refuses before Spring sees them. */
public final class ProblemReportValve extends ErrorReportValve {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemReportValve.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  @Override
  protected void report(Request request, Response response, @Nullable Throwable throwable) {
    HttpStatus status = HttpStatus.resolve(response.getStatus());
    boolean written = response.getContentWritten() > 0;
    if (status == null || !status.isError() || written || !response.setErrorReported()) {
      return;
    }
    Problem problem =
        Problem.of(
            status,
            status.name(),
            "the request cannot be understood: check its path, query and headers (RFC 9112)",
            List.of());
    try {
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.getOutputStream().write(JSON.writeValueAsBytes(problem));
      response.finishResponse();
    } catch (IOException e) {
      LOG.debug("A client did not wait for its problem: {}", e.toString());
    }
  }
}
