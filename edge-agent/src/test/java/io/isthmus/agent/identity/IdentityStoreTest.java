package io.isthmus.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.agent.identity.IdentityStore.Protection;
import io.isthmus.agent.identity.IdentityStore.Replaced;
import io.isthmus.agent.testbed.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityStoreTest {

  @TempDir private Path state;
  private final TestAuthority authority = new TestAuthority("root");
  private IdentityStore store;

  @BeforeEach
  void open() {
    store = new IdentityStore(state);
  }

  private Identity identity() {
    List<ControllerAddress> controllers =
        ControllerAddress.parseAll("controller.example:7443,[2001:db8::1]:7443");
    return authority.identity("acme", "edge-1", Duration.ofDays(1), controllers);
  }

  @Test
  void whatIsSavedIsFound() throws Exception {
    Identity saved = identity();

    store.save(saved);
    Identity found = store.find().orElseThrow();

    assertThat(found.tenant()).isEqualTo("acme");
    assertThat(found.edge()).isEqualTo("edge-1");
    assertThat(found.controllers()).isEqualTo(saved.controllers());
    assertThat(found.key()).isEqualTo(saved.key());
    assertThat(found.chain()).isEqualTo(saved.chain());
    assertThat(found.trustBundle()).isEqualTo(saved.trustBundle());
    assertThat(found.certificateRequest()).isEqualTo(saved.certificateRequest());
  }

  @Test
  void whatOthersCouldReadIsClosedAndSaid() throws Exception {
    store.save(identity());
    assertThat(store.protect()).isEqualTo(Protection.WAS_CLOSED);
    Path file = state.resolve("identity/identity.pem");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(store.protect()).isEqualTo(Protection.WAS_OPEN);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void damageIsSaidWithTheMendAndWithoutTheKey() throws Exception {
    Identity saved = identity();
    store.save(saved);
    Path file = state.resolve("identity/identity.pem");
    String text = Files.readString(file);
    String other = new String(IdentityFile.write(identity()));

    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      int at = random.nextInt(text.length());
      Files.writeString(file, text.substring(0, at));
      assertThatThrownBy(() -> store.find())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("join again")
          .hasMessageNotContaining("MIG");
    }
    // The certificate of one identity with the key of another.
    int key = text.indexOf("-----BEGIN CERTIFICATE REQUEST");
    int otherKey = other.indexOf("-----BEGIN CERTIFICATE REQUEST");
    Files.writeString(file, other.substring(0, otherKey) + text.substring(key));
    assertThatThrownBy(() -> store.find()).hasMessageContaining("not the key");
  }

  @Test
  void renewingNeverUndoesANewJoin() throws Exception {
    Identity first = identity();
    store.save(first);
    Identity joinedAgain = identity();
    store.save(joinedAgain);

    assertThat(store.replace(first, first)).isEqualTo(Replaced.NO);
    assertThat(store.find().orElseThrow().keyFingerprint()).isEqualTo(joinedAgain.keyFingerprint());
    try (IdentityStore.Hold join = store.hold()) {
      assertThat(join.isTaken()).isTrue();
      assertThat(store.replace(joinedAgain, joinedAgain)).isEqualTo(Replaced.NO);
    }
    assertThat(store.replace(joinedAgain, joinedAgain)).isEqualTo(Replaced.YES);
  }

  @Test
  void aRefusalIsOfOneKey() throws Exception {
    Identity first = identity();
    store.save(first);

    store.refuse(first, "IDENTITY_REVOKED: by an operator");

    assertThat(store.refusal(first)).contains("IDENTITY_REVOKED: by an operator");
    assertThat(store.refusal(identity())).isEmpty();
    store.admit();
    assertThat(store.refusal(first)).isEmpty();
  }

  /** Renews without end, to be killed in between. */
  static final class Renewals {
    public static void main(String[] args) throws Exception {
      IdentityStore store = new IdentityStore(Path.of(args[0]));
      Identity identity = store.find().orElseThrow();
      System.out.println("begun");
      while (true) {
        List<ControllerAddress> more =
            ControllerAddress.parseAll("a:" + (1 + System.nanoTime() % 60_000));
        Identity next = identity.reachedBy(more);
        if (store.replace(identity, next) == Replaced.YES) {
          identity = next;
        }
      }
    }
  }

  @Test
  void whoeverIsKilledWhileRenewingIsStillTheEdge() throws Exception {
    Identity saved = identity();
    store.save(saved);

    for (int i = 0; i < 4; i++) {
      Process process =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Renewals.class.getName(),
                  state.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertThat(process.inputReader().readLine()).isEqualTo("begun");
      Thread.sleep(50 + new Random(i).nextInt(100));
      process.destroyForcibly();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();

      assertThat(store.find().orElseThrow().keyFingerprint()).isEqualTo(saved.keyFingerprint());
      assertThat(store.replace(store.find().orElseThrow(), saved)).isEqualTo(Replaced.YES);
    }
  }
}
