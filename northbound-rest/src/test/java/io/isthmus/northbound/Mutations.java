package io.isthmus.northbound;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Damages valid documents, the same way for the same seed. */
final class Mutations {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1",
          "1.5",
          "1e400",
          "-0",
          "99999999999999999999",
          "65536",
          "16777215",
          "2147483648",
          "\"\"",
          "\" \"",
          "\"a\"",
          "\"A\"",
          "\"edge-nice\"",
          "\"on-1\"",
          "\"voice\"",
          "\"-\"",
          "\"a.b\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\uffff\"",
          "\"\\u202e\"",
          "\"10.0.0.0/8\"",
          "\"10.1.0.0/24\"",
          "\"::/0\"",
          "\"::ffff:10.0.0.0/104\"",
          "\"fe80::1%eth0\"",
          "\"0-65535\"",
          "\"65536\"",
          "\"99999999999\"",
          "\"internet\"",
          "\"255.255.255.255\"",
          "\"127.0.0.1\"",
          "\"::\"",
          "\"../x\"",
          "\"%s%n\"",
          "\"'; DROP TABLE edge; --\"",
          "\"${jndi:x}\"",
          "[]",
          "{}",
          "[[]]",
          "[null]",
          "[{}]",
          "{\"\": null}",
          "[1, \"a\", {}]",
          "{\"enter\": 1, \"exit\": 1}",
          "\"" + "x".repeat(70_000) + "\"",
          "\"" + "é".repeat(2_000) + "\"");
  private static final String SIGNS =
      "{}[]\",:-+.eE0129 \n\t\\/*&!%#|>@`'?~^\u0000\u0001\u007f\u0085\u00a0\u2028\ufeff\ud800aZ";

  private final Random random;

  Mutations(long seed) {
    this.random = new Random(seed);
  }

  /** Another document, which may be valid all the same. */
  String mutate(String document) {
    return random.nextBoolean() ? shuffled(document) : replaced(document);
  }

  <T> T oneOf(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  /** Values are put where others were, fields renamed and removed. */
  private String replaced(String document) {
    JsonNode root = JSON.readTree(document);
    for (int i = 0; i <= random.nextInt(4) / 2; i++) {
      List<JsonNode> containers = new ArrayList<>();
      collect(root, containers);
      change(oneOf(containers));
    }
    return root.toString();
  }

  private void change(JsonNode container) {
    JsonNode value = JSON.readTree(oneOf(VALUES));
    switch (container) {
      case ObjectNode object -> {
        List<String> fields = new ArrayList<>(object.propertyNames());
        String field = fields.isEmpty() ? "x" : oneOf(fields);
        switch (random.nextInt(4)) {
          case 0 -> object.remove(field);
          case 1 -> object.set(field + oneOf(List.of("s", "\u0000", "/", " ")), value);
          default -> object.set(field, value);
        }
      }
      case ArrayNode array -> {
        if (array.isEmpty() || random.nextInt(3) == 0) {
          array.add(value);
        } else if (random.nextBoolean()) {
          array.add(array.get(random.nextInt(array.size())));
        } else {
          array.set(random.nextInt(array.size()), value);
        }
      }
      default -> throw new IllegalStateException("no container: " + container);
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainer()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  /** Characters are put in, taken out, and copied to other places. */
  String shuffled(String document) {
    StringBuilder text = new StringBuilder(document);
    for (int i = 0; i <= random.nextInt(4) / 2; i++) {
      int at = random.nextInt(text.length() + 1);
      int length = random.nextInt(Math.min(20, text.length() - at + 1));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, at + length);
        case 1 -> text.insert(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
        case 2 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, at + length));
        default -> text.setLength(Math.max(1, at));
      }
    }
    return text.toString();
  }
}
