package io.isthmus.agent.probe;

import io.isthmus.southbound.api.v1.PathState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what silence means: a path is dead when it is silent while its remote edge is heard by
 * another one; when nothing is heard of the remote edge at all, no path is to blame. Pure.
 *
 * <p>Paths do not fall silent in the same microsecond. So what counts is not whether another path
 * is up, but whether it answered a probe that was sent after the first one that is missed here;
 * until that is known the verdict waits, and one that was passed without knowing is corrected.
 */
final class Verdicts {

  static final int LOST_IN_ROW = 3;
  static final int ANSWERS_IN_ROW = 5;

  /**
   * A path of which nothing was heard for less has become slower, or its remote agent was held up:
   * three fast probes alone could not tell that from an outage.
   */
  static final long LEAST_SILENCE = 150_000_000;

  /** A verdict does not wait longer than this, from the first lost probe, for other paths. */
  static final long MOST_WAITING = 400_000_000;

  /** Hears of each change. */
  interface Receiver {
    void changed(PathHealth path, PathState state, String reason, long detectionNanos);
  }

  private final Receiver receiver;

  Verdicts(Receiver receiver) {
    this.receiver = receiver;
  }

  /** Looks at all paths. Probes that were answered must have been heard by now. */
  void judge(List<PathHealth> paths, long now) {
    for (int i = 0; i < paths.size(); i++) {
      PathHealth path = paths.get(i);
      SenderSession session = path.session;
      if (!path.linkKnown) {
        continue;
      }
      if (!path.linkFault.isEmpty()) {
        broken(path, now);
      } else if (session == null) {
        if (path.state != PathState.PATH_STATE_UP) {
          change(path, PathState.PATH_STATE_UP, "its link is up, it is not measured", 0, now);
        }
      } else {
        judge(path, session, now);
      }
    }
  }

  private void broken(PathHealth path, long now) {
    if (path.state != PathState.PATH_STATE_DOWN || !path.byLink) {
      change(path, PathState.PATH_STATE_DOWN, path.linkFault, 0, now);
      path.byLink = true;
    }
  }

  private void judge(PathHealth path, SenderSession session, long now) {
    switch (path.state) {
      case PATH_STATE_UP -> {
        if (session.lostInRow() > 0) {
          suspected(path, session, now);
        }
      }
      case PATH_STATE_DOWN, PATH_STATE_REMOTE_SILENT -> silent(path, session, now);
      default -> {
        if (session.answersInRow() > 0 && session.lostInRow() == 0) {
          change(path, PathState.PATH_STATE_UP, "it answers", 0, now);
        } else if (session.lostInRow() > 0) {
          suspected(path, session, now);
        }
      }
    }
  }

  private void suspected(PathHealth path, SenderSession session, long now) {
    long proof = proofFrom(session);
    for (int i = 0; i < path.siblings.size(); i++) {
      PathHealth sibling = path.siblings.get(i);
      SenderSession other = sibling.session;
      if (other != null && other.newestSentAt() < proof) {
        sibling.wanted = true;
      }
    }
    if (isSilent(session, now)) {
      blame(path, session, now);
    }
  }

  private static boolean isSilent(@Nullable SenderSession session, long now) {
    return session != null
        && session.lostInRow() >= LOST_IN_ROW
        && now - session.firstLostSentAt() >= LEAST_SILENCE;
  }

  /** A probe of another path that was sent from here on, and answered, is proof. */
  private static long proofFrom(SenderSession session) {
    return session.firstLostSentAt() + session.roundTrip().smoothed();
  }

  private void blame(PathHealth path, SenderSession session, long now) {
    long silence = now - session.firstLostSentAt();
    PathHealth witness = answeredSince(path.siblings, proofFrom(session));
    if (witness != null) {
      down(path, session, "while " + witness.key + " answers", now);
    } else if (silence < MOST_WAITING && isUndecided(path, session, now)) {
      // Another path is about to tell.
      return;
    } else if (!isAllSilent(path.siblings, now)) {
      down(path, session, "while others to " + path.remoteEdge + " are not silent", now);
    } else if (isLinkSilent(path, session, now)) {
      down(path, session, "and nothing answers on " + path.link, now);
    } else {
      remoteSilent(path, session, now);
    }
  }

  private static @Nullable PathHealth answeredSince(List<PathHealth> others, long proof) {
    for (int i = 0; i < others.size(); i++) {
      SenderSession session = others.get(i).session;
      if (session != null
          && others.get(i).linkFault.isEmpty()
          && session.newestAnsweredSentAt() >= proof) {
        return others.get(i);
      }
    }
    return null;
  }

  private static boolean isUndecided(PathHealth path, SenderSession session, long now) {
    long proof = proofFrom(session);
    return isUndecided(path.siblings, proof, now)
        || (isAllSilent(path.siblings, now) && isUndecided(path.onLink, proof, now));
  }

  private static boolean isUndecided(List<PathHealth> others, long proof, long now) {
    for (int i = 0; i < others.size(); i++) {
      PathHealth other = others.get(i);
      SenderSession session = other.session;
      if (session != null
          && other.linkFault.isEmpty()
          && session.newestAnsweredSentAt() < proof
          && !isSilent(session, now)) {
        return true;
      }
    }
    return false;
  }

  /** One that never answered says nothing for the remote edge, however short its silence. */
  private static boolean isAllSilent(List<PathHealth> others, long now) {
    for (int i = 0; i < others.size(); i++) {
      SenderSession session = others.get(i).session;
      boolean answered = session != null && session.newestAnsweredSentAt() != Long.MIN_VALUE;
      if (answered && others.get(i).linkFault.isEmpty() && !isSilent(session, now)) {
        return false;
      }
    }
    return true;
  }

  /** Paths from one link to several remote edges do not fall silent together by chance. */
  private static boolean isLinkSilent(PathHealth path, SenderSession session, long now) {
    boolean several = false;
    for (int i = 0; i < path.onLink.size(); i++) {
      PathHealth other = path.onLink.get(i);
      several |= !other.remoteEdge.equals(path.remoteEdge);
    }
    return several
        && isAllSilent(path.onLink, now)
        && answeredSince(path.elsewhere, proofFrom(session)) != null;
  }

  private void silent(PathHealth path, SenderSession session, long now) {
    if (session.lostInRow() == 0 && session.answersInRow() >= ANSWERS_IN_ROW) {
      change(path, PathState.PATH_STATE_UP, session.answersInRow() + " answers in a row", 0, now);
    } else if (!path.byLink && cameLate(path, session)) {
      change(path, PathState.PATH_STATE_UP, "the answers came late", 0, now);
    } else if (isSilent(session, now)) {
      correct(path, session, now);
    }
  }

  /** Probes that were given up for lost were on their way. */
  private static boolean cameLate(PathHealth path, SenderSession session) {
    long newest = session.newestAnsweredSentAt();
    return newest >= path.blamedFrom && newest <= path.since && session.lostInRow() < LOST_IN_ROW;
  }

  private void correct(PathHealth path, SenderSession session, long now) {
    if (path.state == PathState.PATH_STATE_REMOTE_SILENT) {
      PathHealth witness = returned(path, session);
      if (witness != null) {
        down(path, session, "while " + witness.key + " answers", now);
      } else if (isLinkSilent(path, session, now)) {
        down(path, session, "and nothing answers on " + path.link, now);
      }
    } else if (answeredSince(path.siblings, proofFrom(session)) == null
        && isAllSilent(path.siblings, now)
        && !isLinkSilent(path, session, now)) {
      remoteSilent(path, session, now);
    }
  }

  /** A path by which the remote edge is heard again, while this one had its chance and is not. */
  private static @Nullable PathHealth returned(PathHealth path, SenderSession session) {
    for (int i = 0; i < path.siblings.size(); i++) {
      PathHealth sibling = path.siblings.get(i);
      if (sibling.state == PathState.PATH_STATE_UP
          && session.lostInRowSince(sibling.since) >= LOST_IN_ROW) {
        return sibling;
      }
    }
    return null;
  }

  private void down(PathHealth path, SenderSession session, String why, long now) {
    long detection = now - session.firstLostSentAt();
    path.blamedFrom = session.firstLostSentAt();
    change(
        path,
        PathState.PATH_STATE_DOWN,
        session.lostInRow() + " probes in a row lost " + why,
        detection,
        now);
  }

  private void remoteSilent(PathHealth path, SenderSession session, long now) {
    long detection = now - session.firstLostSentAt();
    path.blamedFrom = session.firstLostSentAt();
    change(
        path,
        PathState.PATH_STATE_REMOTE_SILENT,
        "nothing is heard of " + path.remoteEdge + " on any path",
        detection,
        now);
  }

  private void change(
      PathHealth path, PathState state, String reason, long detectionNanos, long now) {
    path.state = state;
    path.since = now;
    path.byLink = false;
    receiver.changed(path, state, reason, detectionNanos);
  }
}
