package io.isthmus.agent.probe;

/**
 * The memory of a stateful session reflector (RFC 8762, section 4.3): per session, the number of
 * its next answer, and how many it may still get. A session that nobody used for long is forgotten,
 * and when all places are taken the one that was used least recently goes: sessions that probe all
 * the time stay, whatever a forger opens besides. Pure; nanoseconds of one clock.
 */
final class ReflectorSessions {

  static final long EXPIRY = 60_000_000_000L;

  /** Twice what the shortest interval of the contract needs. */
  static final int ANSWERS_PER_SECOND = 200;

  static final int BURST = 100;
  static final int REFUSED = -1;

  private static final long NANOS_PER_ANSWER = 1_000_000_000L / ANSWERS_PER_SECOND;

  private final Session[] sessions;
  private int used;

  /** Who asks, at which of our links, and under which identifier. */
  private static final class Session {
    private int link;
    private long high;
    private long low;
    private int portAndId;
    private int answers;
    private long usedAt;
    private long paidUntil;
  }

  ReflectorSessions(int capacity) {
    sessions = new Session[capacity];
    for (int i = 0; i < capacity; i++) {
      sessions[i] = new Session();
    }
  }

  /** The number of the session's next answer, or {@link #REFUSED} when it asks too often. */
  long next(int link, long high, long low, int port, int id, long now) {
    Session session = find(link, high, low, port << 16 | id, now);
    session.usedAt = now;
    long allowedFrom = session.paidUntil - BURST * NANOS_PER_ANSWER;
    if (now < allowedFrom) {
      return REFUSED;
    }
    session.paidUntil = Math.max(session.paidUntil, now) + NANOS_PER_ANSWER;
    return Integer.toUnsignedLong(session.answers++);
  }

  private Session find(int link, long high, long low, int portAndId, long now) {
    Session oldest = sessions[0];
    for (int i = 0; i < used; i++) {
      Session session = sessions[i];
      if (session.portAndId == portAndId
          && session.low == low
          && session.high == high
          && session.link == link) {
        return now - session.usedAt > EXPIRY
            ? begun(session, link, high, low, portAndId, now)
            : session;
      }
      if (session.usedAt < oldest.usedAt) {
        oldest = session;
      }
    }
    Session free = used < sessions.length ? sessions[used++] : oldest;
    return begun(free, link, high, low, portAndId, now);
  }

  private static Session begun(
      Session session, int link, long high, long low, int portAndId, long now) {
    session.link = link;
    session.high = high;
    session.low = low;
    session.portAndId = portAndId;
    session.answers = 0;
    session.usedAt = now;
    session.paidUntil = now;
    return session;
  }

  /** Forgets those that nobody used for long; returns how many there are. */
  int expire(long now) {
    for (int i = used - 1; i >= 0; i--) {
      if (now - sessions[i].usedAt > EXPIRY) {
        Session expired = sessions[i];
        sessions[i] = sessions[--used];
        sessions[used] = expired;
      }
    }
    return used;
  }
}
