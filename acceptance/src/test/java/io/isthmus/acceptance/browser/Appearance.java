package io.isthmus.acceptance.browser;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How a page is looked at.
 *
 * @param width of the window, CSS pixels
 */
public record Appearance(int width, Theme theme) {
  private static final int DESK = 1440;
  private static final int PHONE = 390;

  /** Of the windows that pages are looked at in, CSS pixels. */
  public static final List<Integer> WIDTHS = List.of(DESK, PHONE);

  public static final Appearance USUAL = new Appearance(DESK, Theme.LIGHT);

  /** What the person prefers, as the operating system tells it. */
  public enum Theme {
    LIGHT,
    DARK;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Each width in each theme. */
  public static List<Appearance> all() {
    return WIDTHS.stream()
        .flatMap(width -> Arrays.stream(Theme.values()).map(theme -> new Appearance(width, theme)))
        .toList();
  }

  int height() {
    return width == PHONE ? 844 : 900;
  }

  /** As in a file's name. */
  @Override
  public String toString() {
    return width + "-" + theme.word();
  }
}
