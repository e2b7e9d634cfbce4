package io.isthmus.agent.nft;

import io.isthmus.agent.net.Instance;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The table in the kernel, of the calling thread's namespace, by way of the {@code nft} command.
 *
 * <p>Whether the table is still as it was made is told by its listing: the digest of the listing
 * right after it was made is kept in a file, since nft prints rules in other words than it was
 * given.
 */
public final class NftTable {

  private static final String DIGEST_FILE = "nft.digest";

  private static final Pattern SLOT_MAP =
      Pattern.compile("map slots_(\\d+) \\{[^}]*elements = \\{([^}]*)}", Pattern.DOTALL);

  private static final Pattern DEVICE = Pattern.compile("\"([^\"]+)\"");

  private static final Pattern SLOT_ELEMENT = Pattern.compile("(\\w+) : (\\w+)");

  private static volatile long lastChange;

  private final Instance instance;
  private final Path digestFile;

  public NftTable(Path stateDirectory, Instance instance) {
    this.instance = instance;
    this.digestFile = stateDirectory.resolve(DIGEST_FILE);
  }

  /** Whether a change that the kernel tells of was made by the last command from here. */
  public static boolean isOwn(long process) {
    return process == lastChange;
  }

  private String familyAndName() {
    return "inet " + instance.nftTable();
  }

  /** Packets and bytes of a named counter. */
  public record Count(long packets, long bytes) {}

  /**
   * Replaces the table in one transaction; counters that stay keep their values, and running flows
   * their slots.
   */
  public void replace(Ruleset ruleset, List<Slot> slots) throws IOException {
    if (ruleset.isEmpty()) {
      remove();
      return;
    }
    String definition = withCounts(ruleset.definition(), counters());
    run(
        "add table "
            + familyAndName()
            + "\ndelete table "
            + familyAndName()
            + "\ntable "
            + familyAndName()
            + " {\n  comment \""
            + ruleset.fingerprint()
            + "\"\n"
            + definition
            + "}\n"
            + slots.stream().map(this::adding).collect(Collectors.joining()),
        "nft",
        "-f",
        "-");
    note(ruleset, slots);
  }

  /** New flows take these slots from now on; no running flow is touched. */
  public void turn(Ruleset ruleset, List<Slot> before, List<Slot> after) throws IOException {
    StringBuilder commands = new StringBuilder();
    before.stream().filter(s -> !after.contains(s)).map(this::removing).forEach(commands::append);
    after.stream().filter(s -> !before.contains(s)).map(this::adding).forEach(commands::append);
    if (!commands.isEmpty()) {
      run(commands.toString(), "nft", "-f", "-");
      note(ruleset, after);
    }
  }

  private String adding(Slot slot) {
    return "add element "
        + familyAndName()
        + " "
        + Ruleset.slotMap(slot.trafficClass())
        + " { "
        + slot.edge()
        + " : "
        + slot.mark()
        + " }\n";
  }

  private String removing(Slot slot) {
    return "delete element "
        + familyAndName()
        + " "
        + Ruleset.slotMap(slot.trafficClass())
        + " { "
        + slot.edge()
        + " }\n";
  }

  private void note(Ruleset ruleset, List<Slot> slots) throws IOException {
    Files.writeString(digestFile, line(ruleset, slots, list().orElse("")) + "\n");
  }

  private static String line(Ruleset ruleset, List<Slot> slots, String listing) {
    return ruleset.fingerprint() + " " + digest(slots + numbered(listing, ruleset.indexes()));
  }

  /** nft shows a device that is there by its name, and else by the number that it was given. */
  private static String numbered(String listing, Map<String, Integer> indexes) {
    return listing
        .lines()
        .map(line ->
            line.matches("\\s*[io]if .*")
                ? DEVICE.matcher(line).replaceAll(device -> number(device, indexes))
                : line)
        .collect(Collectors.joining("\n"));
  }

  private static String number(MatchResult device, Map<String, Integer> indexes) {
    Integer index = indexes.get(device.group(1));
    return Matcher.quoteReplacement(index == null ? device.group() : index.toString());
  }

  /** The slots that new flows take now; empty where there is no table. */
  public List<Slot> slots() throws IOException {
    List<Slot> slots = new ArrayList<>();
    Matcher maps = SLOT_MAP.matcher(list().orElse(""));
    while (maps.find()) {
      Matcher elements = SLOT_ELEMENT.matcher(maps.group(2));
      while (elements.find()) {
        slots.add(
            new Slot(
                Integer.parseInt(maps.group(1)),
                Integer.decode(elements.group(1)),
                Integer.decode(elements.group(2))));
      }
    }
    return slots;
  }

  public void remove() throws IOException {
    if (list().isPresent()) {
      run("", "nft", "delete", "table", "inet", instance.nftTable());
    }
    Files.deleteIfExists(digestFile);
  }

  /** Whether the kernel holds exactly this, to the last rule. */
  public boolean holds(Ruleset ruleset, List<Slot> slots) throws IOException {
    Optional<String> listing = list();
    if (ruleset.isEmpty() || listing.isEmpty()) {
      return ruleset.isEmpty() && listing.isEmpty();
    }
    return noted().equals(line(ruleset, slots, listing.get()));
  }

  public boolean exists() throws IOException {
    return list().isPresent();
  }

  private String noted() throws IOException {
    try {
      return Files.readString(digestFile).strip();
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private static String digest(String listing) {
    return Ruleset.digest(listing);
  }

  /** The table in nft's words without counts, or nothing where there is no table. */
  private Optional<String> list() throws IOException {
    Output output = execute("", "nft", "-s", "list", "table", "inet", instance.nftTable());
    if (output.status == 0) {
      return Optional.of(output.text);
    }
    if (output.text.contains("No such file or directory")) {
      return Optional.empty();
    }
    throw new NftException("nft list table: " + output.text.strip());
  }

  /** All named counters; empty where there is no table. */
  public Map<String, Count> counters() throws IOException {
    Output output = execute("", "nft", "list", "counters", "table", "inet", instance.nftTable());
    Map<String, Count> counters = new LinkedHashMap<>();
    String name = "";
    for (String line : output.text.split("\n", -1)) {
      String[] words = line.strip().split(" ", -1);
      if (words.length == 3 && words[0].equals("counter")) {
        name = words[1];
      } else if (words.length == 4 && words[0].equals("packets")) {
        counters.put(name, new Count(Long.parseLong(words[1]), Long.parseLong(words[3])));
      }
    }
    return counters;
  }

  private static String withCounts(String definition, Map<String, Count> counts) {
    StringBuilder text = new StringBuilder(definition.length());
    for (String line : definition.split("\n", -1)) {
      String[] words = line.strip().split(" ", -1);
      Count count = words[0].equals("counter") && words.length > 1 ? counts.get(words[1]) : null;
      if (count != null) {
        line =
            "  counter "
                + words[1]
                + " { packets "
                + count.packets()
                + " bytes "
                + count.bytes()
                + " }";
      }
      text.append(line).append('\n');
    }
    return text.toString();
  }

  private static void run(String input, String... command) throws IOException {
    Output output = execute(input, command);
    if (output.status != 0) {
      throw new NftException(String.join(" ", command) + ": " + output.text.strip());
    }
  }

  private record Output(int status, String text) {}

  /** The child inherits the calling thread's network namespace. */
  private static Output execute(String input, String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    if (!input.isEmpty()) {
      lastChange = process.pid();
    }
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Output(process.waitFor(), text);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command[0] + " ran", e);
    }
  }
}
