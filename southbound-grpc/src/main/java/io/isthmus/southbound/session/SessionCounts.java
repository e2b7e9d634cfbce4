package io.isthmus.southbound.session;

/**
 * How many streams are open, by what they wait for.
 *
 * @param awaitingHello said nothing yet
 * @param inSync carry what they should, or are about to be sent it
 * @param awaitingAnswer have an update on its way
 * @param refused refused the newest configuration
 */
public record SessionCounts(int awaitingHello, int inSync, int awaitingAnswer, int refused) {
  static final SessionCounts NONE = new SessionCounts(0, 0, 0, 0);

  /** What one stream counts as. */
  enum State {
    AWAITING_HELLO,
    IN_SYNC,
    AWAITING_ANSWER,
    REFUSED
  }

  /** Edges that are connected. */
  public int connected() {
    return inSync + awaitingAnswer + refused;
  }

  SessionCounts plus(State state) {
    return switch (state) {
      case AWAITING_HELLO -> new SessionCounts(awaitingHello + 1, inSync, awaitingAnswer, refused);
      case IN_SYNC -> new SessionCounts(awaitingHello, inSync + 1, awaitingAnswer, refused);
      case AWAITING_ANSWER -> new SessionCounts(awaitingHello, inSync, awaitingAnswer + 1, refused);
      case REFUSED -> new SessionCounts(awaitingHello, inSync, awaitingAnswer, refused + 1);
    };
  }
}
