package io.isthmus.agent.steer;

import io.isthmus.agent.probe.ProbePlan;
import io.isthmus.selection.choice.Order;
import io.isthmus.selection.choice.Policy;
import java.util.List;
import java.util.Map;

/**
 * What is to be steered, as the configuration has it.
 *
 * @param paths what candidates lie on, by the path's key
 */
public record SteerPlan(List<Item> items, Map<String, Path> paths) {

  public static final SteerPlan NOTHING = new SteerPlan(List.of(), Map.of());

  public SteerPlan {
    items = List.copyOf(items);
    paths = Map.copyOf(paths);
  }

  /**
   * One class towards one edge.
   *
   * @param key of the steering's resource
   */
  public record Item(
      String key, String trafficClass, String destinationEdge, Policy policy, Order order) {}

  /**
   * A path with what its two links are said to carry in its direction, bits per second; 0 where
   * that is not declared.
   */
  public record Path(ProbePlan.Path probed, long egressRateBps, long remoteIngressRateBps) {

    /** What is free of it while its local link sends so much; NaN where nothing is declared. */
    double freeBps(long linkTxBps) {
      double local = egressRateBps > 0 ? Math.max(0, egressRateBps - linkTxBps) : Double.NaN;
      double remote = remoteIngressRateBps > 0 ? remoteIngressRateBps : Double.NaN;
      return Double.isNaN(local) ? remote : Double.isNaN(remote) ? local : Math.min(local, remote);
    }
  }
}
