package io.isthmus.northbound;

import io.isthmus.domain.net.Nearest;
import io.isthmus.northbound.document.Readings;
import io.isthmus.northbound.problem.ProblemException;
import io.isthmus.northbound.resource.Paging;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses query parameters that nobody reads: a filter with a typing error must not pass for a list
 * without a filter.
 */
final class KnownParameters implements HandlerInterceptor {
  private final Map<HandlerMethod, Set<String>> known = new ConcurrentHashMap<>();

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod method) {
      Set<String> names =
          known.computeIfAbsent(method.createWithResolvedBean(), KnownParameters::names);
      for (Map.Entry<String, String[]> given : given(request).entrySet()) {
        requireKnown(given.getKey(), names);
        requireOnce(given.getKey(), given.getValue());
      }
    }
    return true;
  }

  private static Map<String, String[]> given(HttpServletRequest request) {
    try {
      return request.getParameterMap();
    } catch (IllegalStateException e) {
      throw ProblemException.of(
          HttpStatus.BAD_REQUEST,
          "MALFORMED_QUERY",
          "the query cannot be decoded: encode it as UTF-8 with percent signs (RFC 3986)");
    }
  }

  private static void requireKnown(String name, Set<String> names) {
    if (names.contains(name)) {
      return;
    }
    throw ProblemException.ofParameter(
        Readings.shortened(name),
        "UNKNOWN_PARAMETER",
        "query parameter %s is unknown here: %sknown are %s"
            .formatted(
                Readings.shortened(name),
                Nearest.question(name, names),
                names.isEmpty() ? "none" : String.join(", ", names)));
  }

  private static void requireOnce(String name, String[] values) {
    if (values.length > 1) {
      throw ProblemException.ofParameter(
          name,
          "REPEATED_PARAMETER",
          "query parameter %s is given %d times: give it once".formatted(name, values.length));
    }
  }

  private static Set<String> names(HandlerMethod method) {
    Set<String> names = new TreeSet<>();
    for (MethodParameter parameter : method.getMethodParameters()) {
      if (parameter.getParameterType() == Paging.class) {
        names.addAll(List.of("limit", "cursor"));
      }
      if (parameter.hasParameterAnnotation(RequestParam.class)) {
        names.add(String.valueOf(parameter.getParameter().getName()));
      }
    }
    return names;
  }
}
