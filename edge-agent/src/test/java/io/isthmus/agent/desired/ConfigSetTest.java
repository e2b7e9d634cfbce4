package io.isthmus.agent.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.testbed.Resources;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.TrafficClass;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigSetTest {

  @Test
  void anEmptySetHashesToTheHashOfNothing() {
    assertThat(HexFormat.of().formatHex(ConfigSet.EMPTY.hash()))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void hashIsOverLengthsAndBytesInTheOrderOfUtf8() throws Exception {
    // As UTF-16, the last two would be the other way round.
    List<ConfigResource> ordered =
        List.of(named("a"), named("b"), named("\uffee"), named("\ud83d\ude00"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream output = new DataOutputStream(bytes);
    for (ConfigResource resource : ordered) {
      output.writeInt(resource.getSerializedSize());
      output.write(resource.toByteArray());
    }

    byte[] hash = ConfigSet.of(ordered.reversed()).hash();

    assertThat(hash).isEqualTo(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
  }

  private static ConfigResource named(String key) {
    return ConfigResource.newBuilder()
        .setKey(key)
        .setTrafficClass(TrafficClass.newBuilder().setName("c").setNumber(1))
        .build();
  }

  @Test
  void aDeltaGivesTheSetThatItStandsFor() {
    ConfigSet base = ConfigSet.of(List.of(named("a"), named("b")));

    ConfigSet changed = base.with(List.of(named("c")), List.of("a", "unknown"));

    assertThat(changed.hash()).isEqualTo(ConfigSet.of(List.of(named("b"), named("c"))).hash());
    assertThat(base.size()).isEqualTo(2);
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    ConfigSet set = ConfigSet.of(List.of(Resources.settings(1, true), Resources.lan(1)));

    assertThat(ConfigSet.deserialize(ByteBuffer.wrap(set.serialized())).hash())
        .isEqualTo(set.hash());
  }
}
