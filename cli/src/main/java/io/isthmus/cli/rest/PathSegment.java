package io.isthmus.cli.rest;

/** Puts a name into a path. */
public final class PathSegment {
  private PathSegment() {}

  /** Names are DNS labels and ids UUIDs, so nothing else is worth asking for. */
  public static String of(String name) {
    if (!name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
      throw new Refused(
          "'%s' is no name: names have lower-case letters, digits and dashes"
              .formatted(name.replaceAll("\\p{Cntrl}", "?")));
    }
    return name;
  }
}
