package io.isthmus.southbound;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells an operator in two sentences what a stack trace would bury. */
final class ListenerFailureAnalyzer extends AbstractFailureAnalyzer<ListenerException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, ListenerException cause) {
    return new FailureAnalysis(cause.getMessage() + ".", cause.mend() + ".", cause);
  }
}
