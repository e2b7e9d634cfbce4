package io.isthmus.agent.wireguard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * The edge's own keys, in a file that only root may read and that is replaced in one step. A file
 * that cannot be understood is put aside: new keys are made, and the controller told. Confined to
 * the thread that applies.
 */
public final class Keys {

  private static final String FILE = "wireguard.keys";
  private static final String MARK = "isthmus-wireguard-1";
  private static final int FIRST_PORT = 51_820;
  private static final int PORTS_PER_INSTANCE = 512;
  private static final int PORTS = 16 * PORTS_PER_INSTANCE;

  private static final Comparator<Key> ORDER =
      Comparator.comparingInt(Key::link).thenComparingInt(Key::generation);

  private final Path directory;
  private final int instance;
  private final String token;
  private final List<Key> keys = new ArrayList<>();

  private Keys(Path directory, int instance, String token) {
    this.directory = directory;
    this.instance = instance;
    this.token = token;
  }

  /** Those of the state directory, or none and a new token. */
  public static Keys open(Path directory, int instance) throws IOException {
    Path file = directory.resolve(FILE);
    try {
      return parse(directory, instance, Files.readAllLines(file));
    } catch (NoSuchFileException e) {
      return begun(directory, instance);
    } catch (IllegalArgumentException e) {
      Files.move(file, directory.resolve(FILE + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
      return begun(directory, instance);
    }
  }

  /** The token is kept from the start, since rules go by it. */
  private static Keys begun(Path directory, int instance) throws IOException {
    Keys keys = new Keys(directory, instance, token(new SecureRandom()));
    keys.save();
    return keys;
  }

  private static String token(RandomGenerator random) {
    StringBuilder token = new StringBuilder();
    for (int i = 0; i < Names.TOKEN_LENGTH; i++) {
      token.append(Character.forDigit(random.nextInt(Character.MAX_RADIX), Character.MAX_RADIX));
    }
    return token.toString();
  }

  private static Keys parse(Path directory, int instance, List<String> lines) {
    String[] head = lines.isEmpty() ? new String[0] : lines.getFirst().split(" ", -1);
    if (head.length != 2 || !head[0].equals(MARK) || !head[1].matches("[0-9a-z]{4}")) {
      throw new IllegalArgumentException(FILE + " does not begin as it should");
    }
    Keys keys = new Keys(directory, instance, head[1]);
    for (String line : lines.subList(1, lines.size())) {
      String[] words = line.split(" ", -1);
      if (words.length != 5) {
        throw new IllegalArgumentException(FILE + " has a line of " + words.length + " words");
      }
      keys.keys.add(
          new Key(
              Integer.parseInt(words[0]),
              Integer.parseInt(words[1]),
              Integer.parseInt(words[2]),
              new PublicKey(words[3]),
              words[4]));
    }
    return keys;
  }

  public Names names() {
    return new Names(instance, token);
  }

  public List<Key> all() {
    return List.copyOf(keys);
  }

  Optional<Key> find(int link, int generation) {
    return keys.stream()
        .filter(key -> key.link() == link && key.generation() == generation)
        .findFirst();
  }

  /** What a WAN link needs: keys of some generations, and none that are older. */
  public record Need(int link, Collection<Integer> generations) {
    boolean asksFor(Key key) {
      return key.link() == link
          && generations.stream().anyMatch(generation -> key.generation() >= generation);
    }
  }

  /**
   * Makes what is missing; durable when it returns.
   *
   * @param isFree whether a UDP port can be listened on
   */
  public void provide(Collection<Need> needs, IntPredicate isFree) throws IOException {
    List<Key> before = all();
    for (Need need : needs) {
      for (int generation : need.generations()) {
        if (find(need.link(), generation).isEmpty()) {
          keys.add(Key.generate(need.link(), generation, port(need.link(), generation, isFree)));
        }
      }
    }
    if (!keys.equals(before)) {
      keys.sort(ORDER);
      save();
    }
  }

  /** Forgets what nobody needs any more. */
  public void retain(Collection<Need> needs) throws IOException {
    if (keys.removeIf(key -> needs.stream().noneMatch(need -> need.asksFor(key)))) {
      save();
    }
  }

  /** Takes another port for a key, since the one that it has is somebody else's. */
  Key movePort(Key key, IntPredicate isFree) throws IOException {
    Key moved = key.onPort(port(key.link(), key.generation(), isFree));
    keys.set(keys.indexOf(key), moved);
    save();
    return moved;
  }

  /** Generations take turns on two ports for each link, so that rules of others can name them. */
  private int port(int link, int generation, IntPredicate isFree) {
    int preferred = PORTS_PER_INSTANCE * instance + 2 * (link - 1) + (generation - 1) % 2;
    for (int i = 0; i < PORTS; i++) {
      int port = FIRST_PORT + (preferred + i) % PORTS;
      boolean own = keys.stream().anyMatch(key -> key.listenPort() == port);
      if (!own && isFree.test(port)) {
        return port;
      }
    }
    return FIRST_PORT + preferred;
  }

  private void save() throws IOException {
    StringBuilder text = new StringBuilder(MARK + " " + token + "\n");
    for (Key key : keys) {
      text.append(key.link()).append(' ').append(key.generation()).append(' ');
      text.append(key.listenPort()).append(' ').append(key.publicKey()).append(' ');
      text.append(key.privateKey()).append('\n');
    }
    Path fresh = directory.resolve(FILE + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(
        fresh,
        directory.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** As if there had never been any. */
  public void delete() throws IOException {
    keys.clear();
    for (String file : List.of(FILE, FILE + ".new", FILE + ".damaged", WireGuard.LOG_FILE)) {
      Files.deleteIfExists(directory.resolve(file));
    }
  }
}
