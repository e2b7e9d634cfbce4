package io.isthmus.southbound.wire;

import com.google.protobuf.ByteString;
import io.isthmus.domain.plan.EdgePlan;
import io.isthmus.domain.plan.PlannedResource;
import io.isthmus.southbound.api.v1.ConfigDelta;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.FullConfig;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plan as it goes over the wire: its hash, and the serialized form of each resource. Immutable.
 *
 * <p>Resources that a plan has in common with the one before are serialized once and shared, so
 * that a change costs the conversion of what it changed, a walk over the rest, and one pass of
 * SHA-256.
 */
public final class WireConfig {
  private final EdgePlan plan;

  /** In the order of the plan's resources. */
  private final byte[][] framed;

  private final ByteString hash;
  private final long bytes;

  private WireConfig(EdgePlan plan, byte[][] framed) {
    this.plan = plan;
    this.framed = framed;
    this.hash = SetHash.of(framed);
    long sum = 0;
    for (byte[] resource : framed) {
      sum += resource.length;
    }
    this.bytes = sum;
  }

  public static WireConfig of(EdgePlan plan) {
    return after(null, plan);
  }

  /** The same as {@link #of}; takes over what the plan has in common with an earlier one. */
  public static WireConfig after(@Nullable WireConfig earlier, EdgePlan plan) {
    byte[][] framed = new byte[plan.resources().size()][];
    Walk walk = new Walk(earlier);
    int index = 0;
    for (Map.Entry<String, PlannedResource> entry : plan.resources().entrySet()) {
      byte[] known = walk.findUnchanged(entry.getKey(), entry.getValue());
      framed[index++] =
          known != null
              ? known
              : SetHash.framed(ConfigResources.of(entry.getKey(), entry.getValue()));
    }
    return new WireConfig(plan, framed);
  }

  public EdgePlan plan() {
    return plan;
  }

  public long revision() {
    return plan.revision();
  }

  /** SHA-256 of the set, as the contract defines it: 32 bytes. */
  public ByteString hash() {
    return hash;
  }

  /** How much the whole set takes in a message, at most. */
  public long bytes() {
    return bytes;
  }

  /** The update that sets the edge to this configuration, whatever it carries. */
  public ConfigUpdate full(String nonce) {
    FullConfig.Builder full = FullConfig.newBuilder();
    plan.resources().forEach((key, value) -> full.addResources(ConfigResources.of(key, value)));
    return update(nonce).setFull(full).build();
  }

  /**
   * The update that leads from the base to this configuration. When so much is different that the
   * whole is smaller, it is the whole.
   */
  public ConfigUpdate from(WireConfig base, String nonce) {
    Delta delta = Delta.between(base, this);
    return delta.bytes() < bytes
        ? update(nonce).setDelta(delta.message(base.hash)).build()
        : full(nonce);
  }

  private ConfigUpdate.Builder update(String nonce) {
    return ConfigUpdate.newBuilder().setRevision(revision()).setNonce(nonce).setHash(hash);
  }

  /** Steps through the resources of a configuration, in order of key, beside those of another. */
  private static final class Walk {
    private final Iterator<Map.Entry<String, PlannedResource>> entries;
    private final byte[][] framed;
    private Map.@Nullable Entry<String, PlannedResource> current;
    private int index = -1;

    Walk(@Nullable WireConfig config) {
      this.entries =
          config == null
              ? List.<Map.Entry<String, PlannedResource>>of().iterator()
              : config.plan.resources().entrySet().iterator();
      this.framed = config == null ? new byte[0][] : config.framed;
      advance();
    }

    /** Keys are asked for in ascending order. */
    byte @Nullable [] findUnchanged(String key, PlannedResource resource) {
      while (current != null && current.getKey().compareTo(key) < 0) {
        advance();
      }
      boolean unchanged =
          current != null && current.getKey().equals(key) && current.getValue().equals(resource);
      return unchanged ? framed[index] : null;
    }

    private void advance() {
      current = entries.hasNext() ? entries.next() : null;
      index++;
    }
  }

  /** What is different between two configurations. */
  private record Delta(List<ConfigResource> upserts, List<String> removedKeys, long bytes) {

    static Delta between(WireConfig base, WireConfig target) {
      List<ConfigResource> upserts = new ArrayList<>();
      long bytes = base.hash.size();
      Walk walk = new Walk(base);
      int index = 0;
      for (Map.Entry<String, PlannedResource> entry : target.plan.resources().entrySet()) {
        if (walk.findUnchanged(entry.getKey(), entry.getValue()) == null) {
          upserts.add(ConfigResources.of(entry.getKey(), entry.getValue()));
          bytes += target.framed[index].length;
        }
        index++;
      }
      List<String> removed = new ArrayList<>();
      for (String key : base.plan.resources().keySet()) {
        if (!target.plan.resources().containsKey(key)) {
          removed.add(key);
          bytes += key.length() + Integer.BYTES;
        }
      }
      return new Delta(upserts, removed, bytes);
    }

    ConfigDelta message(ByteString baseHash) {
      return ConfigDelta.newBuilder()
          .setBaseHash(baseHash)
          .addAllUpserts(upserts)
          .addAllRemovedKeys(removedKeys)
          .build();
    }
  }
}
