package io.isthmus.southbound.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.isthmus.southbound.api.v1.ConfigResource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash that names a set of resources: see {@code ConfigUpdate.hash} in the contract. */
final class SetHash {
  private SetHash() {}

  /** The resource as it is hashed: length, 32 bits big-endian, and deterministic serialization. */
  static byte[] framed(ConfigResource resource) {
    int length = resource.getSerializedSize();
    ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + length).putInt(length);
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(frame.array(), Integer.BYTES, length);
      out.useDeterministicSerialization();
      resource.writeTo(out);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new IllegalStateException("writing " + resource.getKey() + " to memory failed", e);
    }
    return frame.array();
  }

  /**
   * @param framed in ascending order of key; keys are ASCII, so that Java's order of strings is the
   *     order of their bytes
   */
  static ByteString of(byte[][] framed) {
    MessageDigest sha256 = sha256();
    for (byte[] resource : framed) {
      sha256.update(resource);
    }
    return ByteString.copyFrom(sha256.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
