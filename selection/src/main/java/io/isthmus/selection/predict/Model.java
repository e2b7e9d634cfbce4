package io.isthmus.selection.predict;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was learnt offline: a policy for each mode. Immutable.
 *
 * @param note on what it was trained, one line
 */
public record Model(String note, Map<Mode, Policy> policies) {
  private static final String RESOURCE = "predictor.model";

  public Model {
    policies = Map.copyOf(new EnumMap<>(policies));
    for (Mode mode : Mode.values()) {
      if (!policies.containsKey(mode)) {
        throw new IllegalArgumentException("a model without mode %s".formatted(mode));
      }
    }
  }

  /** The model that ships with Isthmus. */
  public static Model shipped() {
    return Shipped.MODEL;
  }

  /**
   * Reads a model's text.
   *
   * @throws IllegalArgumentException when it is none, or one of another version
   */
  public static Model parse(String text) {
    return ModelText.parse(text);
  }

  /** The text that {@link #parse} reads. */
  public String toText() {
    return ModelText.of(this);
  }

  Policy policy(Mode mode) {
    Policy policy = policies.get(mode);
    if (policy == null) {
      throw new IllegalStateException("a model without mode %s".formatted(mode));
    }
    return policy;
  }

  /** Read once, when it is first asked for. */
  private static final class Shipped {
    static final Model MODEL = read();

    private static Model read() {
      try (InputStream stream = Model.class.getResourceAsStream(RESOURCE)) {
        if (stream == null) {
          throw new IllegalStateException("%s is missing".formatted(RESOURCE));
        }
        return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new IllegalStateException("cannot read %s".formatted(RESOURCE), e);
      }
    }
  }
}
