package io.isthmus.cli.show;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that says how an answer is written. */
public final class Output {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      completionCandidates = Candidates.class,
      converter = Converter.class,
      description = "table (the default), wide, json, yaml or name.")
  private @Nullable Form form;

  public Form form() {
    return form == null ? Form.TABLE : form;
  }

  /** For completion. */
  static final class Candidates extends java.util.ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Candidates() {
      super(java.util.List.of("table", "wide", "json", "yaml", "name"));
    }
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<Form> {
    @Override
    public Form convert(String text) {
      for (Form form : Form.values()) {
        if (form.name().equalsIgnoreCase(text)) {
          return form;
        }
      }
      throw new TypeConversionException(
          "'%s' is none of table, wide, json, yaml and name".formatted(text));
    }
  }
}
