package io.isthmus.domain.topology;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the controller has learnt of an edge and goes by when it plans: whether the edge is trusted,
 * the public keys that it has made, and how far the change to younger ones is. Part of the intent,
 * so that each step of a change of keys is a revision.
 *
 * <p>Keys change without a gap: the edge offers a younger generation beside the active one, every
 * neighbour takes both, then all send by the younger one, then the older one goes.
 *
 * @param wantedGeneration the youngest that the edge is to have
 * @param activeGeneration the one that packets are sent by
 * @param step how far the change of keys is
 * @param since when this step began
 * @param keys in order of link and generation, each once; of a revoked edge there are none
 * @param stampPort UDP port of the edge's STAMP reflector
 */
public record EdgeProfile(
    Name edge,
    Standing standing,
    int wantedGeneration,
    int activeGeneration,
    Step step,
    Instant since,
    List<LinkKey> keys,
    int stampPort) {
  /** IANA's port for STAMP (RFC 8762). */
  public static final int DEFAULT_STAMP_PORT = 862;

  /** As many as the links of an edge times the generations that may be in use at once. */
  public static final int MOST_KEYS = 3 * Edge.MOST_WAN_LINKS;

  /** Whether others may exchange packets with the edge. */
  public enum Standing {
    ADMITTED,
    REVOKED
  }

  /** How far a change of keys is. */
  public enum Step {
    /** One generation, which packets are sent by. */
    STABLE,
    /**
     * A younger generation is asked for, and taken beside the active one as soon as it is there.
     */
    OFFERED,
    /** The younger generation is active; not all edges may have heard. */
    SWITCHING,
    /** All edges send by the younger generation; the older one goes when nothing is on its way. */
    RETIRING
  }

  public EdgeProfile {
    keys = keys.stream().sorted().toList();
    requireGenerations(wantedGeneration, activeGeneration);
    requireKeys(edge, keys);
    if (stampPort < 1 || stampPort > 65_535) {
      throw new InvalidValue(
          "STAMP_PORT_OUT_OF_RANGE", "STAMP port %d is outside 1-65535".formatted(stampPort));
    }
    if (standing == Standing.REVOKED && !keys.isEmpty()) {
      throw new IllegalStateException("edge " + edge + " is revoked and has keys");
    }
  }

  private static void requireGenerations(int wanted, int active) {
    if (active < 1 || active > wanted || wanted > LinkKey.HIGHEST_GENERATION) {
      throw new InvalidValue(
          "KEY_OUT_OF_RANGE",
          "generations %d (wanted) and %d (active) are not 1-%d in this order"
              .formatted(wanted, active, LinkKey.HIGHEST_GENERATION));
    }
  }

  private static void requireKeys(Name edge, List<LinkKey> keys) {
    if (keys.size() > MOST_KEYS) {
      throw new InvalidValue(
          "TOO_MANY", "edge %s has %d keys, more than %d".formatted(edge, keys.size(), MOST_KEYS));
    }
    Set<List<Integer>> places = new HashSet<>();
    Set<PublicKey> values = new HashSet<>();
    for (LinkKey key : keys) {
      if (!places.add(List.of(key.link(), key.generation())) || !values.add(key.key())) {
        throw new InvalidValue(
            "DUPLICATE",
            "edge %s gives the key of link %d, generation %d, twice"
                .formatted(edge, key.link(), key.generation()));
      }
    }
  }

  /** Of an edge that nothing is known of. */
  public static EdgeProfile unknown(Name edge) {
    return new EdgeProfile(
        edge, Standing.ADMITTED, 1, 1, Step.STABLE, Instant.EPOCH, List.of(), DEFAULT_STAMP_PORT);
  }

  public boolean isRevoked() {
    return standing == Standing.REVOKED;
  }

  /** The link's key of that generation. */
  public Optional<LinkKey> key(int link, int generation) {
    return keys.stream()
        .filter(key -> key.link() == link && key.generation() == generation)
        .findFirst();
  }

  /** The link's key that packets are sent by. */
  public Optional<LinkKey> activeKey(int link) {
    return key(link, activeGeneration);
  }

  /** The link's keys, oldest first. */
  public List<LinkKey> keysOf(int link) {
    return keys.stream().filter(key -> key.link() == link).toList();
  }

  /** Whether there is a key of the generation for each of the links. */
  public boolean covers(Collection<Integer> links, int generation) {
    return links.stream().allMatch(link -> key(link, generation).isPresent());
  }

  /**
   * After the edge told which keys it has, all of them. Those of generations that are not in use,
   * since they are retired or were never asked for, are passed over; of a revoked edge all are.
   */
  public EdgeProfile told(Collection<LinkKey> offered, int newStampPort, Instant now) {
    if (isRevoked()) {
      return this;
    }
    if (keys.isEmpty()) {
      return firstTold(offered, newStampPort, now);
    }
    List<LinkKey> used = offered.stream().filter(key -> isInUse(key.generation())).toList();
    EdgeProfile after = with(step, since, used, newStampPort);
    boolean lostActive = used.stream().noneMatch(key -> key.generation() == activeGeneration);
    return lostActive && !used.isEmpty() ? after.onYoungest(now) : after;
  }

  /** An edge that was declared anew may have got further than the controller knows. */
  private EdgeProfile firstTold(Collection<LinkKey> offered, int newStampPort, Instant now) {
    List<LinkKey> used =
        offered.stream().filter(key -> key.generation() >= wantedGeneration).toList();
    EdgeProfile after = with(step, since, used, newStampPort);
    return used.isEmpty() ? after : after.onYoungest(now);
  }

  /** Nothing is lost by a jump: the edge has forgotten the keys of before. */
  private EdgeProfile onYoungest(Instant now) {
    int youngest = keys.stream().mapToInt(LinkKey::generation).max().orElse(wantedGeneration);
    List<LinkKey> kept = keys.stream().filter(key -> key.generation() == youngest).toList();
    return new EdgeProfile(
        edge,
        standing,
        Math.max(youngest, wantedGeneration),
        youngest,
        youngest < wantedGeneration ? Step.OFFERED : Step.STABLE,
        now,
        kept,
        stampPort);
  }

  private boolean isInUse(int generation) {
    return generation == wantedGeneration
        || generation == activeGeneration
        || keys.stream().anyMatch(key -> key.generation() == generation);
  }

  /**
   * Asks for younger keys.
   *
   * @throws IllegalStateException when a change is under way
   */
  public EdgeProfile rotated(Instant now) {
    requireStep(Step.STABLE);
    if (wantedGeneration == LinkKey.HIGHEST_GENERATION) {
      throw new InvalidValue(
          "GENERATIONS_USED_UP",
          "edge %s has had %d generations of keys: remove it and declare it anew"
              .formatted(edge, wantedGeneration));
    }
    return new EdgeProfile(
        edge, standing, wantedGeneration + 1, activeGeneration, Step.OFFERED, now, keys, stampPort);
  }

  /** Sends by the wanted generation from now on. */
  public EdgeProfile switched(Instant now) {
    requireStep(Step.OFFERED);
    return new EdgeProfile(
        edge, standing, wantedGeneration, wantedGeneration, Step.SWITCHING, now, keys, stampPort);
  }

  /** All send by the active generation. */
  public EdgeProfile retiring(Instant now) {
    requireStep(Step.SWITCHING);
    return with(Step.RETIRING, now, keys, stampPort);
  }

  /** Without the older keys. */
  public EdgeProfile retired(Instant now) {
    requireStep(Step.RETIRING);
    List<LinkKey> kept = keys.stream().filter(key -> key.generation() == activeGeneration).toList();
    return with(Step.STABLE, now, kept, stampPort);
  }

  /** Distrusted: its keys are forgotten, and it will have to make others. */
  public EdgeProfile revoked(Instant now) {
    int next = Math.min(wantedGeneration + 1, LinkKey.HIGHEST_GENERATION);
    return isRevoked()
        ? this
        : new EdgeProfile(
            edge, Standing.REVOKED, next, next, Step.STABLE, now, List.of(), stampPort);
  }

  /** Trusted. */
  public EdgeProfile admitted(Instant now) {
    return isRevoked()
        ? new EdgeProfile(
            edge,
            Standing.ADMITTED,
            wantedGeneration,
            activeGeneration,
            Step.STABLE,
            now,
            List.of(),
            stampPort)
        : this;
  }

  private EdgeProfile with(Step newStep, Instant at, List<LinkKey> newKeys, int newStampPort) {
    return new EdgeProfile(
        edge, standing, wantedGeneration, activeGeneration, newStep, at, newKeys, newStampPort);
  }

  private void requireStep(Step needed) {
    if (step != needed) {
      throw new IllegalStateException(
          "edge %s is %s and not %s with its keys".formatted(edge, step, needed));
    }
  }
}
