package io.isthmus.southbound.session;

import com.google.protobuf.ByteString;
import io.isthmus.pki.TestRequests;
import io.isthmus.southbound.api.v1.Capabilities;
import io.isthmus.southbound.api.v1.CertificateRenewal;
import io.isthmus.southbound.api.v1.Chosen;
import io.isthmus.southbound.api.v1.ClassWindow;
import io.isthmus.southbound.api.v1.ConfigResult;
import io.isthmus.southbound.api.v1.Delay;
import io.isthmus.southbound.api.v1.DriftReport;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.EdgeNotice;
import io.isthmus.southbound.api.v1.EnrollRequest;
import io.isthmus.southbound.api.v1.Heartbeat;
import io.isthmus.southbound.api.v1.Hello;
import io.isthmus.southbound.api.v1.Measurements;
import io.isthmus.southbound.api.v1.NetworkInterface;
import io.isthmus.southbound.api.v1.NoticesDropped;
import io.isthmus.southbound.api.v1.PathChanged;
import io.isthmus.southbound.api.v1.PathState;
import io.isthmus.southbound.api.v1.PathWindow;
import io.isthmus.southbound.api.v1.SlaChanged;
import io.isthmus.southbound.api.v1.WireGuardKey;
import io.isthmus.southbound.api.v1.WireGuardKeys;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What bytes stand for: steps, each a byte for its kind, two for its length, and what it is about.
 * Any bytes are a script. Where a step is about a valid message, its first byte says which, and the
 * rest is put behind it, which protobuf takes for more of the message's fields.
 */
final class FuzzScript {
  static final EdgeMessage HEARTBEAT =
      EdgeMessage.newBuilder().setHeartbeat(Heartbeat.newBuilder().setAgentRssBytes(7)).build();

  private static final int MOST_STEPS = 24;
  private static final String PATH = "path/e2/internet/internet/plain";
  private static final String TUNNEL = "tunnel/on-1/e2/internet/internet";
  private static final ByteString REQUEST =
      ByteString.copyFrom(TestRequests.of(FuzzWorld.JOINED.newcomer, "CN=edge").bytes());

  /** Of seeds: each with a good answer to what the controller says. */
  static final List<EdgeMessage> MESSAGES =
      List.of(
          hello(),
          HEARTBEAT,
          EdgeMessage.newBuilder()
              .setConfigResult(ConfigResult.newBuilder().setNonce("1").setRevision(2))
              .build(),
          EdgeMessage.newBuilder()
              .setDriftReport(
                  DriftReport.newBuilder()
                      .addRepaired("link vx0: missing")
                      .setRepairedTotal(1)
                      .setHealed(true))
              .build(),
          measurements(),
          notice(
              EdgeNotice.newBuilder()
                  .setSequence(1)
                  .setPathChanged(
                      PathChanged.newBuilder()
                          .setPathKey(PATH)
                          .setState(PathState.PATH_STATE_UP)
                          .setReason("heard")
                          .setDetectionMicros(5))),
          notice(
              EdgeNotice.newBuilder()
                  .setSequence(2)
                  .setSlaChanged(
                      SlaChanged.newBuilder()
                          .setTrafficClass("voice")
                          .setDestinationEdge("e2")
                          .setTunnelKey(TUNNEL)
                          .setViolated(true)
                          .setMetric("loss_pct")
                          .setValue(3)
                          .setThreshold(1))),
          notice(
              EdgeNotice.newBuilder()
                  .setSequence(3)
                  .setChosen(
                      Chosen.newBuilder().setTrafficClass("voice").setDestinationEdge("e2"))),
          notice(
              EdgeNotice.newBuilder()
                  .setSequence(9)
                  .setDropped(NoticesDropped.getDefaultInstance())),
          EdgeMessage.newBuilder().setWireguardKeys(keys()).build(),
          EdgeMessage.newBuilder()
              .setCertificateRenewal(CertificateRenewal.newBuilder().setCertificateRequest(REQUEST))
              .build());

  private static final List<EnrollRequest> ENROLLMENTS =
      List.of(
          byToken(FuzzWorld.JOINED.edgeToken, ""),
          byToken(FuzzWorld.JOINED.siteToken, "e3"),
          byToken(FuzzWorld.JOINED.usedToken, "e1"),
          byToken("ise1_x", "e3"),
          EnrollRequest.newBuilder()
              .setLastCertificate(ByteString.copyFrom(certificate()))
              .setCertificateRequest(REQUEST)
              .build());

  enum Kind {
    RAW_MESSAGE,
    MESSAGE,
    RAW_ENROLL,
    ENROLL,
    ANSWER,
    PASS,
    INTENT,
    CERTIFICATE,
    REQUEST,
    RECONNECT,
    COMPLETE
  }

  /** One thing to do. */
  record Step(Kind kind, byte[] payload) {
    boolean flag() {
      return number() % 2 == 0;
    }

    /** Not negative. */
    int number() {
      int number = 0;
      for (int i = 0; i < Math.min(2, payload.length); i++) {
        number = number << 8 | payload[i] & 0xff;
      }
      return number;
    }

    byte[] bytes() {
      return switch (kind) {
        case MESSAGE -> extended(choose(MESSAGES).toByteArray());
        case ENROLL -> extended(choose(ENROLLMENTS).toByteArray());
        case CERTIFICATE -> patched(certificate());
        case REQUEST -> patched(FuzzScript.REQUEST.toByteArray());
        default -> payload;
      };
    }

    private <T> T choose(List<T> items) {
      return items.get(payload.length == 0 ? 0 : (payload[0] & 0xff) % items.size());
    }

    private byte[] extended(byte[] valid) {
      int more = Math.max(0, payload.length - 1);
      byte[] all = Arrays.copyOf(valid, valid.length + more);
      System.arraycopy(payload, payload.length - more, all, valid.length, more);
      return all;
    }

    /** Each three bytes say where to put which; 0xffff ends it there. */
    private byte[] patched(byte[] valid) {
      byte[] all = valid;
      ByteBuffer patches = ByteBuffer.wrap(payload);
      while (patches.remaining() >= 3) {
        int at = patches.getShort() & 0xffff;
        byte value = patches.get();
        if (at == 0xffff) {
          all = Arrays.copyOf(all, (value & 0xff) * all.length / 255);
        } else if (all.length > 0) {
          all[at % all.length] = value;
        }
      }
      return all;
    }

    @Override
    public String toString() {
      return "%s of %d bytes".formatted(kind, payload.length);
    }
  }

  private FuzzScript() {}

  static List<Step> read(byte[] bytes) {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    List<Step> steps = new ArrayList<>();
    while (rest.remaining() >= 3 && steps.size() < MOST_STEPS) {
      Kind kind = Kind.values()[(rest.get() & 0xff) % Kind.values().length];
      byte[] payload = new byte[Math.min(rest.getShort() & 0xffff, rest.remaining())];
      rest.get(payload);
      steps.add(new Step(kind, payload));
    }
    return steps;
  }

  /** The bytes of such a script. */
  static byte[] write(List<Step> steps) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Step step : steps) {
      all.write(step.kind().ordinal());
      all.write(step.payload().length >> 8);
      all.write(step.payload().length);
      all.writeBytes(step.payload());
    }
    return all.toByteArray();
  }

  private static EdgeMessage hello() {
    return EdgeMessage.newBuilder()
        .setHello(
            Hello.newBuilder()
                .setTenant("default")
                .setEdge("e1")
                .setAgentVersion("test")
                .setBootId("boot")
                .setStampPort(862)
                .setWireguardKeys(keys())
                .setCapabilities(Capabilities.newBuilder().setKernelRelease("6.1").setIpv6(true))
                .addInterfaces(
                    NetworkInterface.newBuilder()
                        .setName("wan0")
                        .setUp(true)
                        .setMtu(1500)
                        .addAddresses("198.18.0.1/24")))
        .build();
  }

  private static WireGuardKeys keys() {
    return WireGuardKeys.newBuilder()
        .addKeys(
            WireGuardKey.newBuilder()
                .setLinkNumber(1)
                .setGeneration(1)
                .setListenPort(51820)
                .setPublicKey(
                    ByteString.copyFrom(
                        "0123456789abcdef0123456789abcdef", StandardCharsets.UTF_8)))
        .build();
  }

  private static EdgeMessage measurements() {
    Delay delay =
        Delay.newBuilder().setMinMicros(900).setMeanMicros(1_000).setMaxMicros(1_200).build();
    return EdgeMessage.newBuilder()
        .setMeasurements(
            Measurements.newBuilder()
                .addPaths(
                    PathWindow.newBuilder()
                        .setPathKey(PATH)
                        .setBeginMicros(1_767_225_600_000_000L)
                        .setLengthMillis(1_000)
                        .setSent(10)
                        .setLostForward(1)
                        .setRtt(delay)
                        .setForward(delay)
                        .setJitterForwardMicros(-1)
                        .setJitterBackwardMicros(7)
                        .setState(PathState.PATH_STATE_UP))
                .addClasses(
                    ClassWindow.newBuilder()
                        .setTrafficClass("voice")
                        .setDestinationEdge("e2")
                        .setBeginMicros(1_767_225_600_000_000L)
                        .setMeasuredMillis(1_000)))
        .build();
  }

  private static EdgeMessage notice(EdgeNotice.Builder notice) {
    return EdgeMessage.newBuilder().setNotice(notice.setAtMicros(1_767_225_600_000_000L)).build();
  }

  private static EnrollRequest byToken(String token, String edge) {
    return EnrollRequest.newBuilder()
        .setToken(token)
        .setEdge(edge)
        .setAgentVersion("test")
        .setCertificateRequest(REQUEST)
        .build();
  }

  private static byte[] certificate() {
    try {
      return FuzzWorld.JOINED.first.certificate().getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
