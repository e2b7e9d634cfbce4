package io.isthmus.northbound.document;

import io.isthmus.northbound.problem.FieldError;
import io.isthmus.northbound.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;

/** Collects what is wrong with a document. For one thread. */
public final class Errors {
  private static final int MOST_REPORTED = 100;

  private final List<FieldError> reported = new ArrayList<>();
  private int count;
  private boolean malformed;

  /** A document of another shape than asked for: wrong type, unknown or missing field. */
  public void malformed(String pointer, String code, String message) {
    malformedAt(count, pointer, code, message);
  }

  /**
   * The same, told before others that were found earlier.
   *
   * @param place how many errors come before it
   */
  void malformedAt(int place, String pointer, String code, String message) {
    malformed = true;
    add(place, FieldError.at(pointer, code, message));
  }

  /** A value that is of the right type and breaks a rule. */
  public void invalid(String pointer, String code, String message) {
    add(count, FieldError.at(pointer, code, message));
  }

  /** How many there are, also beyond those that are reported. */
  public int count() {
    return count;
  }

  /**
   * @throws ProblemException with every error, 400 when the shape is wrong and 422 when only values
   *     are
   */
  public void throwIfAny() {
    if (count > 0) {
      throw ProblemException.of(
          malformed ? HttpStatus.BAD_REQUEST : HttpStatus.UNPROCESSABLE_CONTENT, reported);
    }
  }

  private void add(int place, FieldError error) {
    count++;
    if (place < MOST_REPORTED) {
      if (reported.size() == MOST_REPORTED) {
        reported.removeLast();
      }
      reported.add(place, error);
    }
  }
}
