package io.isthmus.agent.desired;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.isthmus.southbound.api.v1.ConfigResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A whole configuration: resources by key, in the order in which they are hashed. Immutable; a
 * changed set shares the resources that did not change, parsed once.
 */
public final class ConfigSet {

  public static final ConfigSet EMPTY = new ConfigSet(new TreeMap<>(), List.of());

  /** UTF-8 keeps the order of code points, which differs from that of chars beyond the BMP. */
  private static final Comparator<String> BY_CODE_POINT =
      (a, b) -> {
        int end = Math.min(a.length(), b.length());
        for (int i = 0; i < end; i++) {
          if (a.charAt(i) != b.charAt(i)) {
            return Integer.compare(rank(a.charAt(i)), rank(b.charAt(i)));
          }
        }
        return Integer.compare(a.length(), b.length());
      };

  private final NavigableMap<String, Entry> entries;
  private final List<Problem> duplicates;

  /** The exact bytes that are hashed, and what they mean. */
  record Entry(byte[] bytes, ResourceParser.Parsed parsed) {}

  private ConfigSet(NavigableMap<String, Entry> entries, List<Problem> duplicates) {
    this.entries = entries;
    this.duplicates = duplicates;
  }

  /** Surrogates stand for code points above all chars. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + 0x10000 : c;
  }

  public static ConfigSet of(Collection<ConfigResource> resources) {
    return EMPTY.with(resources, List.of());
  }

  /** The set after a delta. Removing what is not there changes nothing. */
  public ConfigSet with(Collection<ConfigResource> upserts, Collection<String> removed) {
    NavigableMap<String, Entry> changed = new TreeMap<>(BY_CODE_POINT);
    changed.putAll(entries);
    removed.forEach(changed::remove);
    List<Problem> repeated = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (ConfigResource resource : upserts) {
      if (!seen.add(resource.getKey())) {
        repeated.add(Problem.invalid(resource.getKey(), "the key is given twice"));
      }
      byte[] bytes = serialize(resource);
      Entry present = changed.get(resource.getKey());
      if (present == null || !Arrays.equals(present.bytes, bytes)) {
        changed.put(resource.getKey(), new Entry(bytes, ResourceParser.parse(resource)));
      }
    }
    return new ConfigSet(changed, repeated);
  }

  /** From what {@link #serialized} gave. */
  public static ConfigSet deserialize(ByteBuffer bytes) throws InvalidProtocolBufferException {
    List<ConfigResource> resources = new ArrayList<>();
    while (bytes.hasRemaining()) {
      int length = bytes.remaining() < 4 ? -1 : bytes.getInt();
      if (length < 0 || length > bytes.remaining()) {
        throw new InvalidProtocolBufferException("a resource is cut short");
      }
      resources.add(ConfigResource.parseFrom(bytes.slice(bytes.position(), length)));
      bytes.position(bytes.position() + length);
    }
    return of(resources);
  }

  /** Each resource in order: its length as 32 bits, big-endian, and its bytes. */
  public byte[] serialized() {
    int size = entries.values().stream().mapToInt(e -> 4 + e.bytes.length).sum();
    ByteBuffer buffer = ByteBuffer.allocate(size);
    entries.values().forEach(e -> buffer.putInt(e.bytes.length).put(e.bytes));
    return buffer.array();
  }

  /** SHA-256 as the contract defines it; empty sets hash to the SHA-256 of nothing. */
  public byte[] hash() {
    MessageDigest digest = sha256();
    ByteBuffer length = ByteBuffer.allocate(4);
    for (Entry entry : entries.values()) {
      digest.update(length.putInt(0, entry.bytes.length).array());
      digest.update(entry.bytes);
    }
    return digest.digest();
  }

  /** Whether it was made for this edge; an empty set is for anyone. */
  public boolean isFor(String tenant, String edge) {
    try {
      for (Entry entry : entries.values()) {
        ConfigResource resource = ConfigResource.parseFrom(entry.bytes);
        if (resource.hasSettings()) {
          return resource.getSettings().getTenant().equals(tenant)
              && resource.getSettings().getEdge().equals(edge);
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("these bytes were written here", e);
    }
    return true;
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  public int size() {
    return entries.size();
  }

  NavigableMap<String, Entry> entries() {
    return Collections.unmodifiableNavigableMap(entries);
  }

  List<Problem> duplicates() {
    return duplicates;
  }

  /**
   * Keys of steerings that are other than in the given set, where that is all that is other, and
   * each leads the same class to the same edge as before.
   */
  Optional<List<String>> onlySteeringsOtherThan(ConfigSet before) {
    if (entries.size() != before.entries.size() || !duplicates.isEmpty()) {
      return Optional.empty();
    }
    List<String> keys = new ArrayList<>();
    Iterator<Map.Entry<String, Entry>> others = before.entries.entrySet().iterator();
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      Map.Entry<String, Entry> other = others.next();
      if (!entry.getKey().equals(other.getKey())) {
        return Optional.empty();
      }
      if (entry.getValue() == other.getValue()
          || Arrays.equals(entry.getValue().bytes, other.getValue().bytes)) {
        continue;
      }
      if (!isSamePair(entry.getValue().parsed, other.getValue().parsed)) {
        return Optional.empty();
      }
      keys.add(entry.getKey());
    }
    return Optional.of(keys);
  }

  private static boolean isSamePair(ResourceParser.Parsed some, ResourceParser.Parsed other) {
    return some.resource().orElse(null) instanceof Resource.Steering mine
        && other.resource().orElse(null) instanceof Resource.Steering theirs
        && mine.trafficClass().equals(theirs.trafficClass())
        && mine.destinationEdge().equals(theirs.destinationEdge());
  }

  private static byte[] serialize(ConfigResource resource) {
    byte[] bytes = new byte[resource.getSerializedSize()];
    CodedOutputStream output = CodedOutputStream.newInstance(bytes);
    output.useDeterministicSerialization();
    try {
      resource.writeTo(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
