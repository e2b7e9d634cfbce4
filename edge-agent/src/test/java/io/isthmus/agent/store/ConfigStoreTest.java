package io.isthmus.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.desired.ConfigSet;
import io.isthmus.agent.store.ConfigStore.Absent;
import io.isthmus.agent.store.ConfigStore.Found;
import io.isthmus.agent.store.ConfigStore.SetAside;
import io.isthmus.agent.testbed.Resources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigStoreTest {

  @TempDir private Path directory;
  private ConfigStore store;

  @BeforeEach
  void open() {
    store = new ConfigStore(directory);
  }

  @Test
  void whatIsSavedIsLoaded() throws Exception {
    assertThat(store.load()).isInstanceOf(Absent.class);
    ConfigSet config = ConfigSet.of(List.of(Resources.settings(1, false)));

    store.save(new StoredConfig(1, ConfigSet.EMPTY));
    store.save(new StoredConfig(2, config));

    assertThat(store.load())
        .isInstanceOfSatisfying(
            Found.class,
            found -> {
              assertThat(found.stored().revision()).isEqualTo(2);
              assertThat(found.stored().config().hash()).isEqualTo(config.hash());
            });
  }

  @Test
  void everyDamagedByteIsNoticed() throws Exception {
    store.save(new StoredConfig(2, ConfigSet.of(List.of(Resources.settings(1, false)))));
    byte[] good = Files.readAllBytes(directory.resolve("config.bin"));
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x10;
      Files.write(directory.resolve("config.bin"), bad);
      assertThat(store.load()).as("byte " + i).isInstanceOf(SetAside.class);
    }
    for (int length = 0; length < good.length; length++) {
      Files.write(directory.resolve("config.bin"), java.util.Arrays.copyOf(good, length));
      assertThat(store.load()).as("length " + length).isInstanceOf(SetAside.class);
    }
    assertThat(store.load()).isInstanceOf(Absent.class);
  }

  @Test
  void oneAgentHoldsADirectory() throws Exception {
    try (StateLock held = StateLock.take(directory).orElseThrow()) {
      assertThat(StateLock.take(directory)).isEmpty();
    }
    assertThat(StateLock.take(directory)).isPresent();
  }
}
