package io.isthmus.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.domain.fake.InMemoryRootStore;
import io.isthmus.domain.trust.SecretBox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {
  private final InMemoryRootStore store = new InMemoryRootStore();

  @TempDir Path directory;

  @Test
  void firstStartMakesAFileThatIsItsOwnersAlone() throws Exception {
    MasterKey key = MasterKey.open(file(), store);

    assertThat(key.isNew()).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
        .isEqualTo("rwx------");
    assertThat(store.masterKeyId()).contains(key.id());
    assertThat(key.toString()).doesNotContain(Files.readString(file()).strip());
  }

  @Test
  void laterStartsReadWhatTheFirstSealed() {
    String sealed = MasterKey.open(file(), store).box().seal("a secret", bytes("hidden"));

    MasterKey again = MasterKey.open(file(), store);

    assertThat(again.isNew()).isFalse();
    assertThat(again.box().open("a secret", sealed)).isEqualTo(bytes("hidden"));
  }

  @Test
  void anotherControllersFileIsRefused() throws Exception {
    MasterKey.open(file(), store);
    Path other = directory.resolve("other");
    MasterKey.open(other, new InMemoryRootStore());

    assertThatThrownBy(() -> MasterKey.open(other, store))
        .isInstanceOf(PkiException.class)
        .hasMessageContaining(other.toString())
        .hasMessageContaining(store.masterKeyId().orElseThrow());
  }

  @Test
  void lostFileIsNotReplaced() throws Exception {
    MasterKey.open(file(), store);
    Files.delete(file());

    assertThatThrownBy(() -> MasterKey.open(file(), store))
        .isInstanceOf(PkiException.class)
        .hasMessageContaining("missing");
    assertThat(file()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw-r-----", "rw----r--", "rw-rw----", "rwx--x---"})
  void fileThatOthersMayReadIsRefused(String mode) throws Exception {
    MasterKey.open(file(), store);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));

    assertThatThrownBy(() -> MasterKey.open(file(), store))
        .isInstanceOf(PkiException.class)
        .hasMessageContaining(mode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage!", "c2hvcnQ="})
  void fileWithoutAKeyIsRefused(String content) throws Exception {
    MasterKey.open(file(), store);
    Files.writeString(file(), content);

    assertThatThrownBy(() -> MasterKey.open(file(), store))
        .isInstanceOf(PkiException.class)
        .hasMessageContaining("holds no key");
  }

  @Test
  void sealedTextOpensForItsPurposeOnly() {
    SecretBox box = MasterKey.open(file(), store).box();
    String sealed = box.seal("webhook/default/a", bytes("hidden"));

    assertThat(SecretBox.isSealed(sealed)).isTrue();
    assertThat(sealed).doesNotContain("hidden");
    assertThat(box.seal("webhook/default/a", bytes("hidden"))).isNotEqualTo(sealed);
    assertThatThrownBy(() -> box.open("webhook/default/b", sealed))
        .isInstanceOf(IllegalStateException.class);
    // The last character of base64 has bits that stand for nothing.
    for (int i = 0; i < sealed.length() - 1; i++) {
      char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
      String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
      assertThatThrownBy(() -> box.open("webhook/default/a", changed))
          .as("character %d", i)
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private Path file() {
    return directory.resolve("made").resolve("master.key");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
