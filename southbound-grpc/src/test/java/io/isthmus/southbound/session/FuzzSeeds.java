package io.isthmus.southbound.session;

import io.isthmus.southbound.session.FuzzScript.Kind;
import io.isthmus.southbound.session.FuzzScript.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the seeds of {@link ContractFuzzTest} into the directory that it is given. */
final class FuzzSeeds {
  private FuzzSeeds() {}

  public static void main(String[] arguments) throws IOException {
    Path to = Path.of(arguments[0]);
    Files.createDirectories(to);
    List<Step> all = new ArrayList<>();
    for (int i = 0; i < FuzzScript.MESSAGES.size(); i++) {
      all.add(step(Kind.MESSAGE, i));
      all.add(step(Kind.ANSWER, 0));
    }
    write(to, "every-message", all);
    List<Step> raw = new ArrayList<>();
    FuzzScript.MESSAGES.subList(0, FuzzScript.MESSAGES.size() - 1).stream()
        .map(message -> new Step(Kind.RAW_MESSAGE, message.toByteArray()))
        .forEach(raw::add);
    write(to, "every-message-raw", raw);
    List<Step> enrollments = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      enrollments.add(step(Kind.ENROLL, i));
    }
    write(to, "every-enrollment", enrollments);
    write(
        to,
        "certificates",
        List.of(
            step(Kind.CERTIFICATE),
            step(Kind.CERTIFICATE, 0, 4, 0x31),
            step(Kind.CERTIFICATE, 0xff, 0xff, 0x80),
            step(Kind.REQUEST),
            step(Kind.REQUEST, 0, 4, 0x31),
            step(Kind.REQUEST, 0xff, 0xff, 0x80)));
    write(
        to,
        "a-life",
        List.of(
            step(Kind.RECONNECT, 0),
            step(Kind.ANSWER, 0),
            step(Kind.INTENT, 0, 0),
            step(Kind.ANSWER, 1),
            step(Kind.PASS, 0x13, 0),
            step(Kind.MESSAGE, 1),
            step(Kind.PASS, 0x13, 0),
            step(Kind.INTENT, 0, 1),
            step(Kind.ANSWER, 0),
            step(Kind.RECONNECT, 1),
            step(Kind.RECONNECT, 0),
            step(Kind.COMPLETE)));
    write(to, "garbage", List.of(step(Kind.RAW_MESSAGE, 0xff, 0xff), step(Kind.RAW_ENROLL, 0x0a)));
  }

  private static Step step(Kind kind, int... payload) {
    byte[] bytes = new byte[payload.length];
    for (int i = 0; i < payload.length; i++) {
      bytes[i] = (byte) payload[i];
    }
    return new Step(kind, bytes);
  }

  private static void write(Path to, String name, List<Step> steps) throws IOException {
    Files.write(to.resolve(name), FuzzScript.write(steps));
  }
}
