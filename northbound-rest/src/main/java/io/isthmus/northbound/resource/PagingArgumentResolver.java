package io.isthmus.northbound.resource;

import io.isthmus.northbound.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads {@code limit} and {@code cursor}. */
public final class PagingArgumentResolver implements HandlerMethodArgumentResolver {
  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Paging.class;
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest webRequest,
      @Nullable WebDataBinderFactory binders) {
    HttpServletRequest request = webRequest.getNativeRequest(HttpServletRequest.class);
    if (request == null) {
      throw new IllegalStateException("not a servlet request");
    }
    return new Paging(
        limit(request.getParameter("limit")),
        Optional.ofNullable(request.getParameter("cursor")).map(PagingArgumentResolver::decoded),
        request.getRequestURI(),
        otherParameters(request));
  }

  /** The cursor for what comes after this key. */
  static String encoded(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String cursor) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor)))
          .toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw invalidCursor();
    }
  }

  static ProblemException invalidCursor() {
    return ProblemException.ofParameter(
        "cursor",
        "INVALID_CURSOR",
        "the cursor is not one that a list has given: follow nextCursor, or leave cursor out");
  }

  private static int limit(@Nullable String text) {
    if (text == null) {
      return Paging.USUAL;
    }
    int limit = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > Paging.MOST) {
      throw ProblemException.ofParameter(
          "limit",
          "INVALID_LIMIT",
          "the limit is not a number from 1 to %d: give one, or leave it out for %d"
              .formatted(Paging.MOST, Paging.USUAL));
    }
    return limit;
  }

  private static String otherParameters(HttpServletRequest request) {
    StringBuilder query = new StringBuilder();
    for (Map.Entry<String, String[]> entry : request.getParameterMap().entrySet()) {
      if (!entry.getKey().equals("cursor")) {
        for (String value : entry.getValue()) {
          query.append('&').append(urlEncoded(entry.getKey())).append('=');
          query.append(urlEncoded(value));
        }
      }
    }
    return query.toString();
  }

  private static String urlEncoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
