package io.isthmus.agent.probe;

import java.nio.ByteBuffer;

/**
 * The packets of RFC 8762 in unauthenticated mode, with the session's identifier of RFC 8972 where
 * the former has zeros. Both have 44 bytes, so that an answer is as large as what it answers.
 *
 * <pre>
 *      probe (section 4.2.1)         answer (section 4.3.1)
 *   0  sequence number               sequence number of the reflector
 *   4  timestamp T1                  timestamp T3
 *  12  error estimate                error estimate
 *  14  session identifier            session identifier
 *  16  zeros                         receive timestamp T2
 *  24                                sequence number of the sender
 *  28                                timestamp T1
 *  36                                error estimate of the sender
 *  38                                zeros
 *  40                                time to live with which the probe came
 *  41                                zeros
 * </pre>
 */
final class StampPacket {

  static final int BYTES = 44;
  static final int PORT = 862;

  private static final int TIMESTAMP = 4;
  private static final int ERROR_ESTIMATE = 12;
  private static final int SESSION = 14;
  private static final int RECEIVED = 16;
  private static final int SENDER_SEQUENCE = 24;
  private static final int SENDER_TIMESTAMP = 28;
  private static final int SENDER_ERROR_ESTIMATE = 36;
  private static final int SENDER_TTL = 40;

  private StampPacket() {}

  static void writeProbe(
      ByteBuffer packet, int sequence, long timestamp, int errorEstimate, int session) {
    packet
        .putInt(0, sequence)
        .putLong(TIMESTAMP, timestamp)
        .putShort(ERROR_ESTIMATE, (short) errorEstimate)
        .putShort(SESSION, (short) session);
    for (int i = RECEIVED; i < BYTES; i += 4) {
      packet.putInt(i, 0);
    }
  }

  /**
   * Makes the answer of a probe in its place. What comes after the first 44 bytes stays as it is.
   */
  static void reflect(ByteBuffer packet, int sequence, long received, int ttl) {
    int sender = packet.getInt(0);
    long sent = packet.getLong(TIMESTAMP);
    short estimate = packet.getShort(ERROR_ESTIMATE);
    packet
        .putInt(0, sequence)
        .putLong(RECEIVED, received)
        .putInt(SENDER_SEQUENCE, sender)
        .putLong(SENDER_TIMESTAMP, sent)
        .putShort(SENDER_ERROR_ESTIMATE, estimate)
        .putShort(SENDER_ERROR_ESTIMATE + 2, (short) 0)
        .putInt(SENDER_TTL, ttl << 24);
  }

  /** The last thing that is done before the packet goes. */
  static void stamp(ByteBuffer packet, long timestamp, int errorEstimate) {
    packet.putLong(TIMESTAMP, timestamp).putShort(ERROR_ESTIMATE, (short) errorEstimate);
  }

  /** Of the sender in a probe, of the reflector in an answer. */
  static int sequence(ByteBuffer packet) {
    return packet.getInt(0);
  }

  static long timestamp(ByteBuffer packet) {
    return packet.getLong(TIMESTAMP);
  }

  static int errorEstimate(ByteBuffer packet) {
    return Short.toUnsignedInt(packet.getShort(ERROR_ESTIMATE));
  }

  static int session(ByteBuffer packet) {
    return Short.toUnsignedInt(packet.getShort(SESSION));
  }

  static long received(ByteBuffer packet) {
    return packet.getLong(RECEIVED);
  }

  static int senderSequence(ByteBuffer packet) {
    return packet.getInt(SENDER_SEQUENCE);
  }

  static long senderTimestamp(ByteBuffer packet) {
    return packet.getLong(SENDER_TIMESTAMP);
  }

  static int senderTtl(ByteBuffer packet) {
    return Byte.toUnsignedInt(packet.get(SENDER_TTL));
  }
}
