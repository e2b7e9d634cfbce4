package io.isthmus.northbound;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What text stands for: requests, apart by a line {@code ---}, each as HTTP/1.1 writes it but for
 * the version. A request that begins with {@code @} is one of the API's description: the next
 * character says which, what follows how its body is damaged, or with nothing, that it is not. Any
 * text is something.
 */
final class FuzzRequests {
  private static final int MOST = 8;
  private static final Path DESCRIPTION = Path.of("openapi.yaml");
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /** The transport's own; and what would keep the only thread waiting. */
  private static final Pattern NOT_SENT =
      Pattern.compile(
          "(?i)(content-length|transfer-encoding|host|expect):.*|accept:.*(event|text/).*");

  private final List<Request> described = new ArrayList<>();

  /** Headers are lines. */
  record Request(String method, String target, List<String> headers, String body) {
    boolean isReading() {
      return List.of("GET", "HEAD", "OPTIONS").contains(method);
    }

    private Request with(String other) {
      return new Request(method, target, headers, other);
    }

    private String text() {
      return "%s %s\n%s\n\n%s".formatted(method, target, String.join("\n", headers), body);
    }
  }

  FuzzRequests() throws IOException {
    JsonNode description = new YAMLMapper().readTree(Files.readString(DESCRIPTION));
    description
        .path("paths")
        .forEachEntry((path, operations) ->
            operations.forEachEntry(
                (method, operation) -> described.add(request(path, method, operation))));
  }

  private static Request request(String path, String method, JsonNode operation) {
    String target = path;
    List<String> query = new ArrayList<>();
    for (JsonNode parameter : operation.path("parameters")) {
      String name = parameter.path("name").asString("");
      String example = parameter.path("example").asString("");
      target = target.replace("{%s}".formatted(name), example);
      if (parameter.path("in").asString("").equals("query") && !example.isEmpty()) {
        query.add(name + "=" + example);
      }
    }
    List<String> headers = new ArrayList<>();
    String body = "";
    for (String type : operation.at("/requestBody/content").propertyNames()) {
      JsonNode example = operation.at("/requestBody/content").path(type).path("example");
      headers = List.of("Content-Type: " + type);
      body = example.isString() ? example.stringValue() : example.toString();
    }
    return new Request(
        method.toUpperCase(Locale.ROOT),
        query.isEmpty() ? target : target + "?" + String.join("&", query),
        headers,
        body);
  }

  List<Request> read(String text) {
    List<Request> all = new ArrayList<>();
    for (String part : text.split("\n---\n", MOST + 1)) {
      if (all.size() < MOST && !part.isEmpty()) {
        all.add(part.startsWith("@") ? damaged(part) : parse(part));
      }
    }
    return all;
  }

  private Request damaged(String part) {
    Request request = described.get(part.length() < 2 ? 0 : part.charAt(1) % described.size());
    if (part.length() < 3 || request.body().isEmpty()) {
      return request;
    }
    Mutations mutations = new Mutations(part.substring(2).hashCode());
    String body =
        request.body().startsWith("{")
            ? mutations.mutate(request.body())
            : mutations.shuffled(request.body());
    return request.with(
        new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }

  private static Request parse(String part) {
    int end = part.indexOf("\n\n");
    String[] head = (end < 0 ? part : part.substring(0, end)).split("\n");
    String[] words = (head.length == 0 ? "" : head[0]).split(" ", 2);
    List<String> headers = new ArrayList<>();
    for (int i = 1; i < head.length; i++) {
      int colon = head[i].indexOf(':');
      if (colon > 0
          && TOKEN.matcher(head[i].substring(0, colon)).matches()
          && !NOT_SENT.matcher(head[i]).matches()) {
        // Waiting is for edges, of which there are none here.
        headers.add(head[i].startsWith("Prefer:") ? head[i].replaceAll("\\d", "0") : head[i]);
      }
    }
    return new Request(
        TOKEN.matcher(words[0]).matches() ? words[0] : "GET",
        words.length < 2 || !words[1].startsWith("/") ? "/" : words[1],
        headers,
        end < 0 ? "" : part.substring(end + 2));
  }

  /** Writes seeds that ask for everything, into the directory; and the dictionary, to the file. */
  public static void main(String[] arguments) throws IOException {
    Path to = Files.createDirectories(Path.of(arguments[0]));
    FuzzRequests requests = new FuzzRequests();
    List<Request> all = requests.described;
    TreeSet<String> words =
        new TreeSet<>(List.of("\\x0a---\\x0a", "If-Match: *", "Prefer: wait=0"));
    for (int i = 0; i < all.size(); i += MOST) {
      List<Request> some = all.subList(i, Math.min(all.size(), i + MOST));
      Files.writeString(
          to.resolve("api-%02d".formatted(i / MOST)),
          String.join("\n---\n", some.stream().map(Request::text).toList()));
      some.forEach(request -> {
        words.addAll(List.of(request.target().split("(?=[/?&:])")));
        words.addAll(List.of(request.body().split("(?=[\"{,])")));
      });
    }
    Files.writeString(
        to.resolve("damaged"), "@\u0007x\n---\n@\u0010y\n---\n@\u0020z\n---\n@\u0030w");
    Files.writeString(to.resolve("garbage"), "G\u0001T /\u00ff%zz?limit=\n: x\n\n\u0000{[");
    List<String> quoted =
        words.stream()
            .filter(word -> word.length() > 2 && word.length() < 40 && word.matches("\\p{ASCII}+"))
            .map(word -> word.replace("\"", "\\\"").replace("\n", "\\x0a"))
            .map("\"%s\""::formatted)
            .toList();
    Files.write(Path.of(arguments[1]), quoted);
  }
}
