package io.isthmus.selection.predict;

/**
 * Chooses the path of one class to one destination, once a second, by the violations that a model
 * foresees. Each path's history gives a cost; the class moves where another path's is lower by more
 * than a threshold that grows with its recent moves. The path just left is closed for the mode's
 * hold-down, so that it never flaps faster. Makes no garbage; not for several threads.
 */
public final class PredictiveSelector {
  /** For so long a path counts as the one just left. */
  private static final int RETURN_SECONDS = 60;

  private static final int NONE = -1;

  /** More than any cost: what makes up for every threshold once the patience is over. */
  private static final double HEAD_START = 1e6;

  private final Model model;
  private final Mode mode;
  private final Bounds bounds;
  private final Policy policy;
  private final double fading;
  private final PathHistory[] histories;
  private int on = NONE;
  private int left = NONE;
  private int secondsSinceMove;
  private double recentMoves;
  private int leftBefore = NONE;
  private int secondsBefore;

  /**
   * @param paths how many paths there are to choose from, the most preferred first
   */
  public PredictiveSelector(Model model, Mode mode, Bounds bounds, int paths) {
    this(model, mode, bounds, new PathHistory[paths]);
    for (int path = 0; path < paths; path++) {
      histories[path] = new PathHistory(bounds);
    }
  }

  private PredictiveSelector(Model model, Mode mode, Bounds bounds, PathHistory[] histories) {
    this.model = model;
    this.mode = mode;
    this.bounds = bounds;
    this.policy = model.policy(mode);
    this.fading = Math.pow(0.5, 1 / policy.halfLifeSeconds());
    this.histories = histories;
  }

  /**
   * A selector for other paths that takes over what this one has seen of those that stay; this one
   * is not to be used any more.
   *
   * @param previous for each path of the new selector its index in this one, or -1 when it is new
   */
  public PredictiveSelector withPaths(int... previous) {
    PathHistory[] kept = new PathHistory[previous.length];
    PredictiveSelector selector = new PredictiveSelector(model, mode, bounds, kept);
    for (int path = 0; path < kept.length; path++) {
      int before = previous[path];
      kept[path] = before < 0 ? new PathHistory(bounds) : histories[before];
      selector.on = before >= 0 && before == on ? path : selector.on;
      selector.left = before >= 0 && before == left ? path : selector.left;
    }
    selector.secondsSinceMove = secondsSinceMove;
    selector.recentMoves = recentMoves;
    return selector;
  }

  /** For how many seconds the path just left is not taken again. */
  public int holdDownSeconds() {
    return policy.holdDownSeconds();
  }

  /**
   * Takes in the second that has just ended and chooses for the one that begins.
   *
   * @param current the path that the class is on, whoever put it there
   * @return the path that the class should be on; an unusable one only when all are
   */
  public int choose(int current, PathSecond second) {
    for (int path = 0; path < histories.length; path++) {
      histories[path].add(second, path);
    }
    secondsSinceMove++;
    recentMoves *= fading;
    if (on != current && current == left && secondsSinceMove == 1) {
      takeBack(current);
    } else if (on != current) {
      noteMove(on, current);
    }
    int best = cheapest(current, second);
    if (best != current) {
      noteMove(current, best);
    }
    return best;
  }

  /** The last choice was not followed: there was no move. */
  private void takeBack(int current) {
    on = current;
    left = leftBefore;
    secondsSinceMove = secondsBefore + 1;
    recentMoves = Math.max(0, recentMoves - fading);
  }

  private void noteMove(int from, int to) {
    if (from != NONE) {
      leftBefore = left;
      secondsBefore = secondsSinceMove;
      left = from;
      secondsSinceMove = 0;
      recentMoves++;
    }
    on = to;
  }

  private int cheapest(int current, PathSecond second) {
    boolean forced = second.state(current) == PathSecond.State.UNUSABLE;
    boolean impatient = histories[current].run() >= policy.patienceSeconds();
    double scale = 1 + policy.crowding() * lowestSlowRate();
    double threshold = scale * (1 + policy.growth() * recentMoves);
    int best = current;
    double bestCost = forced ? Double.MAX_VALUE : histories[current].weighed(policy.weights());
    for (int path = 0; path < histories.length; path++) {
      if (path == current || !isOpen(path, second, forced)) {
        continue;
      }
      double cost = histories[path].weighed(policy.weights());
      if (impatient && histories[path].run() == 0) {
        cost -= HEAD_START;
      }
      cost +=
          threshold
              + (path == left && secondsSinceMove <= RETURN_SECONDS
                  ? scale * policy.returnCost()
                  : 0);
      if (cost < bestCost) {
        bestCost = cost;
        best = path;
      }
    }
    return best;
  }

  private boolean isOpen(int path, PathSecond second, boolean forced) {
    if (second.state(path) == PathSecond.State.UNUSABLE) {
      return false;
    }
    if (forced) {
      return true;
    }
    boolean heldDown = path == left && secondsSinceMove <= policy.holdDownSeconds();
    return histories[path].isKnown() && !heldDown;
  }

  private double lowestSlowRate() {
    double lowest = 1;
    for (PathHistory history : histories) {
      lowest = Math.min(lowest, history.slowRate());
    }
    return lowest;
  }
}
