package io.isthmus.clients;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The generated client for Python, used as its README says. */
class PythonClientIT extends AgainstController {
  @Test
  void doesWhatItsTestExpects() throws Exception {
    Program.requirePython();
    declare("python");
    Path test = Path.of("src/test/resources/io/isthmus/clients/client_it.py");

    try (Program program =
        Program.start(
            Map.of("ISTHMUS_URL", url(), "ISTHMUS_TOKEN", token(), "ISTHMUS_TENANT", "python"),
            List.of("python3", test.toString()))) {
      program.awaitLine("all as expected");
      program.awaitSuccess();
    }
  }
}
