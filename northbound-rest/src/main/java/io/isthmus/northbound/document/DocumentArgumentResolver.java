package io.isthmus.northbound.document;

import io.isthmus.northbound.problem.FieldError;
import io.isthmus.northbound.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands request bodies to controllers, as {@code Document} or {@code Optional<Document>}. */
public final class DocumentArgumentResolver implements HandlerMethodArgumentResolver {
  private final DataSize mostUsually;
  private final DataSize mostForIntent;

  public DocumentArgumentResolver(DataSize mostUsually, DataSize mostForIntent) {
    this.mostUsually = mostUsually;
    this.mostForIntent = mostForIntent;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.nestedIfOptional().getNestedParameterType() == Document.class;
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest webRequest,
      @Nullable WebDataBinderFactory binders)
      throws IOException {
    HttpServletRequest request = webRequest.getNativeRequest(HttpServletRequest.class);
    if (request == null) {
      throw new IllegalStateException("not a servlet request");
    }
    boolean intent = parameter.hasParameterAnnotation(IntentSized.class);
    Optional<Document> document = BodyReader.read(request, intent ? mostForIntent : mostUsually);
    return parameter.isOptional() ? document : document.orElseThrow(() -> missing());
  }

  private static ProblemException missing() {
    return ProblemException.of(
        HttpStatus.BAD_REQUEST,
        List.of(FieldError.at("", "MALFORMED_BODY", "the body is empty: give a document")));
  }
}
