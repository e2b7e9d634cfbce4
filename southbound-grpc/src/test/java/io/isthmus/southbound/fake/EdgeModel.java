package io.isthmus.southbound.fake;

import com.google.protobuf.ByteString;
import io.isthmus.southbound.api.v1.Applied;
import io.isthmus.southbound.api.v1.ConfigDelta;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.ConfigResult;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.ErrorCode;
import io.isthmus.southbound.api.v1.Hello;
import io.isthmus.southbound.api.v1.Refused;
import io.isthmus.southbound.api.v1.ResourceError;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an edge does by the contract, written from the contract alone. Not for use by several
 * threads.
 */
public final class EdgeModel {
  private SortedMap<String, ConfigResource> carried = new TreeMap<>();
  private ByteString carriedHash = ByteString.EMPTY;
  private long carriedRevision;

  public EdgeMessage hello(String tenant, String edge) {
    return EdgeMessage.newBuilder()
        .setHello(
            Hello.newBuilder()
                .setTenant(tenant)
                .setEdge(edge)
                .setAgentVersion("test")
                .setAppliedRevision(carriedRevision)
                .setAppliedHash(carriedHash))
        .build();
  }

  /** Applies the update whole, or refuses it and stays as it was. */
  public EdgeMessage apply(ConfigUpdate update) {
    SortedMap<String, ConfigResource> next = new TreeMap<>();
    if (update.hasDelta()) {
      if (!update.getDelta().getBaseHash().equals(carriedHash)) {
        return refuse(update, ErrorCode.ERROR_CODE_BASE_MISMATCH);
      }
      next.putAll(carried);
      merge(next, update.getDelta());
    } else {
      update
          .getFull()
          .getResourcesList()
          .forEach(resource -> next.put(resource.getKey(), resource));
    }
    if (!hash(next).equals(update.getHash())) {
      return refuse(update, ErrorCode.ERROR_CODE_HASH_MISMATCH);
    }
    carried = next;
    carriedHash = update.getHash();
    carriedRevision = update.getRevision();
    return message(
        result(update).setApplied(Applied.newBuilder().setHash(carriedHash).setKernelChanges(1)));
  }

  public EdgeMessage refuse(ConfigUpdate update, ErrorCode code) {
    return message(
        result(update)
            .setRefused(
                Refused.newBuilder()
                    .addErrors(ResourceError.newBuilder().setCode(code).setMessage("on purpose"))
                    .setKeptRevision(carriedRevision)
                    .setKeptHash(carriedHash)));
  }

  /** As if its disk had been wiped. */
  public void forget() {
    carried = new TreeMap<>();
    carriedHash = ByteString.EMPTY;
    carriedRevision = 0;
  }

  public SortedMap<String, ConfigResource> carried() {
    return carried;
  }

  public ByteString carriedHash() {
    return carriedHash;
  }

  public long carriedRevision() {
    return carriedRevision;
  }

  public static ByteString hash(SortedMap<String, ConfigResource> resources) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    resources.values().stream()
        .sorted((one, other) -> Arrays.compareUnsigned(utf8(one.getKey()), utf8(other.getKey())))
        .forEach(resource -> {
          byte[] bytes = resource.toByteArray();
          digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
          digest.update(bytes);
        });
    return ByteString.copyFrom(digest.digest());
  }

  private static void merge(SortedMap<String, ConfigResource> set, ConfigDelta delta) {
    for (ConfigResource resource : delta.getUpsertsList()) {
      if (resource.equals(set.put(resource.getKey(), resource))) {
        throw new IllegalStateException("sent although unchanged: " + resource.getKey());
      }
    }
    for (String key : delta.getRemovedKeysList()) {
      if (set.remove(key) == null) {
        throw new IllegalStateException("removed although absent: " + key);
      }
    }
  }

  private static ConfigResult.Builder result(ConfigUpdate update) {
    return ConfigResult.newBuilder().setNonce(update.getNonce()).setRevision(update.getRevision());
  }

  private static EdgeMessage message(ConfigResult.Builder result) {
    return EdgeMessage.newBuilder().setConfigResult(result).build();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
