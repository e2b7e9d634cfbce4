package io.isthmus.cli;

import io.isthmus.cli.kind.Column;
import io.isthmus.cli.kind.Column.Width;
import io.isthmus.cli.kind.Kind;
import io.isthmus.cli.kind.Kind.Trait;
import io.isthmus.cli.rest.Refused;
import io.isthmus.cli.show.Documents;
import io.isthmus.cli.show.Form;
import io.isthmus.cli.show.Paint;
import io.isthmus.cli.show.Table;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Where listings are shown, once or again and again. */
final class Screen {
  private static final String CLEAR = "\u001b[H\u001b[2J";

  private final PrintWriter out;
  private final PrintWriter err;
  private final Invocation invocation;
  private final Paint paint;
  private final Form form;

  Screen(CommandLine commandLine, Invocation invocation, Form form) {
    this.out = commandLine.getOut();
    this.err = commandLine.getErr();
    this.invocation = invocation;
    this.paint = new Paint(invocation.terminal());
    this.form = form;
  }

  void show(Listing listing) {
    switch (form) {
      case JSON, YAML -> document(listing);
      case NAME -> listing.items().forEach(item -> out.println(listing.kind().nameOf(item)));
      case TABLE, WIDE -> table(listing);
    }
    out.flush();
  }

  /** A terminal is cleared each time; otherwise one table follows the other. */
  void repeat(Listing listing, Duration pause, int times) {
    for (int time = 0; time < times; time++) {
      if (time > 0) {
        sleep(pause);
      }
      if (!form.isDocument() && invocation.terminal().isInteractive()) {
        out.print(CLEAR);
        out.println(
            paint.faint(
                "%s, every %s, at %s"
                    .formatted(
                        listing.kind().name(),
                        pause.toSeconds() + " s",
                        LocalTime.now().truncatedTo(ChronoUnit.SECONDS))));
      } else if (time > 0 && !form.isDocument()) {
        out.println();
      }
      show(listing);
    }
  }

  private void document(Listing listing) {
    List<JsonNode> items = listing.items();
    boolean one = listing.names().size() == 1 && items.size() == 1;
    out.println(Documents.text(one ? items.getFirst() : Documents.list(items), form));
  }

  private void table(Listing listing) {
    Kind kind = listing.kind();
    List<JsonNode> rows = listing.rows();
    if (rows.isEmpty()) {
      boolean leavesOut =
          kind.has(Trait.ALSO_OF_ALL_TENANTS) && listing.whose() == Listing.Whose.THE_TENANT;
      err.println(
          "isthmus: no %s%s"
              .formatted(
                  kind.name(),
                  leavesOut
                      ? " of tenant %s alone; --all-tenants shows all"
                          .formatted(listing.controller().tenant())
                      : ""));
      err.flush();
      return;
    }
    List<Column> columns = kind.columns(form == Form.WIDE ? Width.WIDE : Width.ALWAYS);
    Table table = new Table(columns.stream().map(Column::title).toList());
    rows.forEach(
        row -> table.add(columns.stream().map(column -> column.cell().apply(row)).toList()));
    table.print(out, paint, "");
    if (rows.size() == listing.limit()) {
      err.println("isthmus: the newest %d; --limit shows more".formatted(rows.size()));
      err.flush();
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused("interrupted");
    }
  }
}
