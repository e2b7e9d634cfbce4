package io.isthmus.cli.show;

import java.io.Console;
import java.util.Map;

/** Who sits there, if anybody. */
public interface Terminal {
  /** Whether somebody can be asked, and sees what is written. */
  boolean isInteractive();

  /** Whether words may be coloured. */
  boolean hasColours();

  /** Asks; the answer is yes or no, and no where nobody answers. */
  boolean confirms(String question);

  /** This process's terminal. NO_COLOR (any value) keeps it from being coloured. */
  static Terminal ofProcess(Map<String, String> environment) {
    Console console = System.console();
    boolean interactive = console != null && console.isTerminal();
    boolean colours =
        interactive
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    return new Terminal() {
      @Override
      public boolean isInteractive() {
        return interactive;
      }

      @Override
      public boolean hasColours() {
        return colours;
      }

      @Override
      public boolean confirms(String question) {
        String answer = console == null ? null : console.readLine("%s [y/N] ", question);
        return answer != null && answer.strip().matches("(?i)y(es)?");
      }
    };
  }
}
