package io.isthmus.selection.predict;

/** What was learnt offline. Immutable. */
public final class Model {
  private static final Model SHIPPED = new Model();

  private Model() {}

  /** The model that ships with Isthmus. */
  public static Model shipped() {
    return SHIPPED;
  }
}
