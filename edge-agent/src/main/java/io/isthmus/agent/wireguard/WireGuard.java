package io.isthmus.agent.wireguard;

import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.netlink.Interfaces;
import io.isthmus.agent.netlink.Kernel;
import io.isthmus.agent.wireguard.Peer.Endpoint;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The agent's WireGuard interfaces in one network namespace. They outlive the agent, and are taken
 * over by the next one. Nothing is written that is right already: writing what is there would end
 * sessions, or send packets for a peer to where it no longer is. Confined to the thread that
 * applies.
 */
public final class WireGuard {

  static final String LOG_FILE = "wireguard-go.log";

  /** Keeps the session fresh, so that no packet waits for a handshake, and doors of NAT open. */
  private static final String KEEPALIVE_SECONDS = "25";

  /** A session is dead by then (WireGuard's {@code REJECT_AFTER_TIME}). */
  private static final long SESSION_SECONDS = 180;

  /** Unlike {@code /dev/stdin}, it is there in the barest of systems. */
  private static final String STANDARD_INPUT = "/proc/self/fd/0";

  private static final long MAX_LOG_BYTES = 1 << 20;

  /** Of the calling thread's namespace; the second column is the local address and port. */
  private static final Path SOCKETS = Path.of("/proc/thread-self/net/udp");

  private static final int MOST_LOOKS = 400;
  private static final long LOOK_NANOS = 5_000_000;

  private final Implementation implementation;
  private final Keys keys;
  private final Path stateDirectory;
  private final InstantSource clock;

  /** What each peer was last told to be, which is not where it was heard of since. */
  private final Map<Place, Optional<Endpoint>> configured = new HashMap<>();

  /** From which addresses an interface could send when it was last looked at. */
  private final Map<String, List<IpAddress>> sources = new HashMap<>();

  private record Place(String device, PublicKey peer) {}

  public WireGuard(
      Implementation implementation, Keys keys, Path stateDirectory, InstantSource clock) {
    this.implementation = implementation;
    this.keys = keys;
    this.stateDirectory = stateDirectory;
    this.clock = clock;
  }

  public Implementation implementation() {
    return implementation;
  }

  public Keys keys() {
    return keys;
  }

  /** What could not be done, and for which interface. */
  public static final class Failure extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient SecureInterface device;

    Failure(SecureInterface device, IOException cause) {
      super(device + ": " + cause.getMessage(), cause);
      this.device = device;
    }

    public SecureInterface device() {
      return device;
    }
  }

  /**
   * Makes the interfaces that are missing and brings them up, without peers: routes need the
   * devices. Says what had to be done.
   */
  public List<String> bringUp(Collection<SecureInterface> wanted, Kernel kernel)
      throws IOException {
    List<String> done = new ArrayList<>();
    if (implementation == Implementation.NONE || wanted.isEmpty()) {
      return done;
    }
    trimLog();
    Interfaces present = kernel.interfaces();
    for (SecureInterface device : wanted) {
      try {
        bringUp(device, present, kernel, done);
      } catch (IOException e) {
        throw new Failure(device, e);
      }
    }
    return done;
  }

  /** It holds a line for each packet that could not be sent. */
  private void trimLog() throws IOException {
    Path log = stateDirectory.resolve(LOG_FILE);
    if (Files.exists(log) && Files.size(log) > MAX_LOG_BYTES) {
      Files.write(log, new byte[0]);
    }
  }

  private void bringUp(SecureInterface device, Interfaces present, Kernel kernel, List<String> done)
      throws IOException {
    Optional<io.isthmus.agent.netlink.Interface> found = present.find(device.name());
    Found state = found.isEmpty() ? null : readable(device.name());
    if (state == null) {
      if (found.isPresent()) {
        kernel.removeDevice(device.name());
      }
      make(device, kernel);
      done.add(device + (found.isEmpty() ? ": missing" : ": not served by anybody"));
      state = Found.read(device.name());
    }
    String settings = settings(device, state);
    if (!settings.isEmpty()) {
      write(device, settings);
      if (found.isPresent()) {
        done.add(device + ": changed");
      }
    }
    boolean right =
        found.isPresent() && found.get().up() && found.get().mtu() == device.mtu() && !isNew(done);
    if (!right) {
      kernel.configureDevice(device.name(), device.mtu());
      awaitListening(device);
    }
  }

  /**
   * {@code wireguard-go} hears of it that its device is up, and listens then. What it would send to
   * a peer before is lost, and not sent again for five seconds.
   */
  private void awaitListening(SecureInterface device) throws IOException {
    int port = keys.find(device.link(), device.generation()).map(Key::listenPort).orElseThrow();
    boolean waits = implementation == Implementation.USERSPACE;
    for (int i = 0; waits && i < MOST_LOOKS && !isListened(port); i++) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static boolean isListened(int port) throws IOException {
    String local = String.format(":%04X", port);
    try (Stream<String> sockets = Files.lines(SOCKETS)) {
      return sockets.anyMatch(line -> line.strip().split(" +", 3)[1].endsWith(local));
    }
  }

  private static boolean isNew(List<String> done) {
    return !done.isEmpty();
  }

  private static @Nullable Found readable(String name) {
    try {
      return Found.read(name);
    } catch (IOException e) {
      return null;
    }
  }

  private void make(SecureInterface device, Kernel kernel) throws IOException {
    configured.keySet().removeIf(place -> place.device().equals(device.name()));
    switch (implementation) {
      case KERNEL -> kernel.createDevice(device.name(), "wireguard");
      case USERSPACE -> {
        Path log = stateDirectory.resolve(LOG_FILE);
        Command.launch(
            List.of("setsid", "wireguard-go", device.name()),
            Map.of("LOG_LEVEL", "error", "WG_I_PREFER_BUGGY_USERSPACE_TO_POLISHED_KMOD", "1"),
            log);
      }
      case NONE -> throw new IOException("there is no WireGuard here");
    }
  }

  private String settings(SecureInterface device, Found state) throws IOException {
    Key key =
        keys.find(device.link(), device.generation())
            .orElseThrow(() -> new IOException("its key is missing"));
    boolean anew = state.listenPort() != key.listenPort();
    if (anew && !isFree(key.listenPort())) {
      key = keys.movePort(key, WireGuard::isFree);
    }
    StringBuilder text = new StringBuilder();
    if (!state.privateKey().equals(key.privateKey())) {
      text.append("PrivateKey = ").append(key.privateKey()).append('\n');
    }
    if (state.listenPort() != key.listenPort()) {
      text.append("ListenPort = ").append(key.listenPort()).append('\n');
    }
    if (state.mark() != device.mark()) {
      text.append("FwMark = 0x").append(Integer.toHexString(device.mark())).append('\n');
    }
    return text.isEmpty() ? "" : "[Interface]\n" + text;
  }

  /** Of the calling thread's namespace. */
  public static boolean isFree(int port) {
    try (DatagramSocket socket = new DatagramSocket(null)) {
      socket.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Adds peers and changes those that are other than they should be. Says what had to be done. */
  public List<String> meet(Collection<SecureInterface> wanted) throws IOException {
    List<String> done = new ArrayList<>();
    if (implementation == Implementation.NONE) {
      return done;
    }
    for (SecureInterface device : wanted) {
      try {
        meet(device, done);
      } catch (IOException e) {
        throw new Failure(device, e);
      }
    }
    return done;
  }

  private void meet(SecureInterface device, List<String> done) throws IOException {
    Found state = Found.read(device.name());
    StringBuilder text = new StringBuilder();
    for (Peer peer : device.peers()) {
      String change = change(device, peer, state.peers().get(peer.key()));
      if (!change.isEmpty()) {
        text.append(change);
        done.add(device + " peer " + peer.address() + ": changed");
      }
    }
    if (!text.isEmpty()) {
      write(device, text.toString());
    }
    boolean elsewhere = !device.sources().equals(sources.put(device.name(), device.sources()));
    if (elsewhere && implementation == Implementation.USERSPACE) {
      forgetSource(device, state);
    }
    for (Peer peer : device.peers()) {
      configured.put(new Place(device.name(), peer.key()), Optional.ofNullable(peer.endpoint()));
    }
  }

  /**
   * {@code wireguard-go} goes on sending from an address that the machine has no more, until it is
   * told where the peer is: it is told what it knows.
   */
  private static void forgetSource(SecureInterface device, Found state) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Peer peer : device.peers()) {
      Found.Peer found = state.peers().get(peer.key());
      if (found != null && !found.endpoint().equals(Found.Peer.NOWHERE)) {
        text.append("[Peer]\nPublicKey = ").append(peer.key());
        text.append("\nAllowedIPs = ").append(found.addresses());
        text.append("\nPersistentKeepalive = ").append(KEEPALIVE_SECONDS);
        text.append("\nEndpoint = ").append(found.endpoint()).append('\n');
      }
    }
    if (!text.isEmpty()) {
      write(device, text.toString());
    }
  }

  private String change(SecureInterface device, Peer peer, Found.@Nullable Peer found) {
    String addresses = peer.address() + "/128";
    Endpoint endpoint = moved(device, peer, found) ? peer.endpoint() : null;
    boolean right =
        found != null
            && found.addresses().equals(addresses)
            && found.keepalive().equals(KEEPALIVE_SECONDS);
    if (right && endpoint == null) {
      return "";
    }
    return "[Peer]\nPublicKey = "
        + peer.key()
        + "\nAllowedIPs = "
        + addresses
        + "\nPersistentKeepalive = "
        + KEEPALIVE_SECONDS
        + (endpoint == null ? "" : "\nEndpoint = " + endpoint)
        + "\n";
  }

  /**
   * Whether the endpoint is to be written. One that was written before is not, since the peer may
   * have been heard of elsewhere meanwhile; but where nothing was heard of it for longer than a
   * session lives, it is tried again where it is said to be.
   */
  private boolean moved(SecureInterface device, Peer peer, Found.@Nullable Peer found) {
    if (peer.endpoint() == null) {
      return false;
    }
    if (found == null || found.endpoint().equals(Found.Peer.NOWHERE)) {
      return true;
    }
    if (found.endpoint().equals(peer.endpoint().toString())) {
      return false;
    }
    Optional<Endpoint> before = configured.get(new Place(device.name(), peer.key()));
    boolean silent = clock.instant().getEpochSecond() - found.handshakeAt() > SESSION_SECONDS;
    return silent || (before != null && !before.equals(Optional.of(peer.endpoint())));
  }

  /** Takes away what is not wanted: peers, and interfaces of the agent's. */
  public List<String> retire(Collection<SecureInterface> wanted, Kernel kernel) throws IOException {
    List<String> done = new ArrayList<>();
    Set<String> names = new HashSet<>();
    if (implementation != Implementation.NONE) {
      wanted.forEach(device -> names.add(device.name()));
    }
    for (io.isthmus.agent.netlink.Interface device : kernel.interfaces().all()) {
      if (keys.names().isOwn(device.name()) && !names.contains(device.name())) {
        kernel.removeDevice(device.name());
        configured.keySet().removeIf(place -> place.device().equals(device.name()));
        done.add("wireguard " + device.name() + ": unexpected");
      }
    }
    if (implementation != Implementation.NONE) {
      for (SecureInterface device : wanted) {
        dropPeers(device, done);
      }
    }
    return done;
  }

  private void dropPeers(SecureInterface device, List<String> done) throws IOException {
    Set<PublicKey> wanted = device.peers().stream().map(Peer::key).collect(Collectors.toSet());
    List<PublicKey> unwanted =
        Found.read(device.name()).peers().keySet().stream()
            .filter(peer -> !wanted.contains(peer))
            .toList();
    if (unwanted.isEmpty()) {
      return;
    }
    List<String> words = new ArrayList<>(List.of("wg", "set", device.name()));
    for (PublicKey peer : unwanted) {
      words.addAll(List.of("peer", peer.base64(), "remove"));
      configured.remove(new Place(device.name(), peer));
      done.add(device + " peer " + peer + ": unexpected");
    }
    Command.run("", words);
  }

  private static void write(SecureInterface device, String text) throws IOException {
    Command.run(text, List.of("wg", "addconf", device.name(), STANDARD_INPUT));
  }
}
