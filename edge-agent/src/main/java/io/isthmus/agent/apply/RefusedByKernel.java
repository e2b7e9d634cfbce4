package io.isthmus.agent.apply;

import io.isthmus.agent.desired.Problem;
import io.isthmus.southbound.api.v1.ErrorCode;
import java.io.IOException;
import java.util.List;

/** Some of a plan is done, and some is not. */
final class RefusedByKernel extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient List<Problem> problems;

  RefusedByKernel(List<Problem> problems) {
    this.problems = List.copyOf(problems);
  }

  /**
   * @param key of the resource that it is about, or empty
   */
  static RefusedByKernel of(String key, IOException cause) {
    String message = String.valueOf(cause.getMessage());
    return new RefusedByKernel(List.of(new Problem(key, ErrorCode.ERROR_CODE_KERNEL, message)));
  }

  List<Problem> problems() {
    return problems;
  }
}
