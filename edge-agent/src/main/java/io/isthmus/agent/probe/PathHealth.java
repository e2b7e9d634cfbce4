package io.isthmus.agent.probe;

import io.isthmus.southbound.api.v1.PathState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One path as {@link Verdicts} sees it. */
final class PathHealth {

  final String key;
  final String remoteEdge;
  final String link;

  /** Null where the path is not measured. */
  final @Nullable SenderSession session;

  /** Other measured paths to the same remote edge. */
  List<PathHealth> siblings = List.of();

  /** Other measured paths from the same local link. */
  List<PathHealth> onLink = List.of();

  /** Measured paths from other local links. */
  List<PathHealth> elsewhere = List.of();

  /** Why nothing can leave by the link; empty when all is well. */
  String linkFault = "";

  /** False until the kernel told of the link. */
  boolean linkKnown = true;

  PathState state = PathState.PATH_STATE_UNKNOWN;

  /** When the state began. */
  long since;

  /** Whether the state comes from the link and not from probes. */
  boolean byLink;

  /** The first lost probe of the run that led to the state. */
  long blamedFrom;

  /** Whether another path needs to know soon whether this one still answers. */
  boolean wanted;

  PathHealth(String key, String remoteEdge, String link, @Nullable SenderSession session) {
    this.key = key;
    this.remoteEdge = remoteEdge;
    this.link = link;
    this.session = session;
  }

  /** Something is missed, and it is not yet decided what that means. */
  boolean isSuspect() {
    return session != null
        && session.lostInRow() > 0
        && (state == PathState.PATH_STATE_UP || state == PathState.PATH_STATE_UNKNOWN);
  }

  /** It answers again, and is soon taken for up if it goes on so. */
  boolean isRecovering() {
    return session != null
        && session.answersInRow() > 0
        && session.lostInRow() == 0
        && state != PathState.PATH_STATE_UP;
  }

  /** Sets what links are to each other. */
  static void relate(List<PathHealth> paths) {
    List<PathHealth> measured = paths.stream().filter(p -> p.session != null).toList();
    for (PathHealth path : paths) {
      path.siblings =
          measured.stream().filter(p -> p != path && p.remoteEdge.equals(path.remoteEdge)).toList();
      path.onLink = measured.stream().filter(p -> p != path && p.link.equals(path.link)).toList();
      path.elsewhere = measured.stream().filter(p -> !p.link.equals(path.link)).toList();
    }
  }
}
