package io.isthmus.app;

import io.isthmus.pki.PkiException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells an operator in two sentences what a stack trace would bury. */
final class PkiFailureAnalyzer extends AbstractFailureAnalyzer<PkiException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, PkiException cause) {
    String problem = String.valueOf(cause.getMessage());
    return new FailureAnalysis(
        Character.toUpperCase(problem.charAt(0)) + problem.substring(1) + ".", cause.mend(), cause);
  }
}
