package io.isthmus.northbound.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the servlet container sends requests that failed before they came to a controller. */
@Hidden
@RestController
class ErrorRoute implements ErrorController {
  @RequestMapping("/error")
  ResponseEntity<Problem> error(HttpServletRequest request) {
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    HttpStatus known = code instanceof Integer number ? HttpStatus.resolve(number) : null;
    HttpStatus status = known == null ? HttpStatus.NOT_FOUND : known;
    String detail =
        status.is5xxServerError()
            ? "the controller failed; its log says more"
            : "the request cannot be understood: check its method, path and headers";
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(Problem.of(status, status.name(), detail, List.of()));
  }
}
