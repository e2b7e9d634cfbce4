package io.isthmus.cli;

import io.isthmus.cli.kind.Kind;
import io.isthmus.cli.kind.Kinds;
import java.util.Iterator;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What the kinds are called, for completion. */
final class KindNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Kinds.ALL.stream().map(Kind::name).iterator();
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<Kind> {
    @Override
    public Kind convert(String text) {
      return Kinds.find(text)
          .orElseThrow(() ->
              new TypeConversionException(
                  "there is no kind '%s': there are %s"
                      .formatted(
                          text,
                          Kinds.ALL.stream().map(Kind::name).collect(Collectors.joining(", ")))));
    }
  }
}
