package io.isthmus.lab.replay;

import io.isthmus.selection.predict.Bounds;
import io.isthmus.selection.predict.PathSecond;

/** A way to choose that a replay judges. */
sealed interface Contender {
  String name();

  String description();

  /** Chooses by what was measured before, as one would at an edge. */
  record Causal(String name, String description, Maker maker) implements Contender {}

  /** Knows the whole recording, and so says what can be had at best. */
  record Clairvoyant(String name, String description, Foresight foresight) implements Contender {}

  /** Makes the chooser of one class to one destination. */
  interface Maker {
    Chooser make(Bounds bounds, int paths);
  }

  /** Is given each second once, when it is over, and never one that is to come. */
  interface Chooser {
    int choose(int current, PathSecond ended);
  }

  /** Chooses for a whole recording at once. */
  interface Foresight {
    int[] choose(Cell cell);
  }
}
