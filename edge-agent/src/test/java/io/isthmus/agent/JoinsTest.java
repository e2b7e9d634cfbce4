package io.isthmus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.agent.testbed.TestAuthority;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinsTest {

  @TempDir private Path directory;
  private final TestAuthority authority = new TestAuthority("root");

  private String idOf(String input, String variable, String... arguments) throws Exception {
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    String[] all = new String[arguments.length + 1];
    all[0] = "join";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Joins.token(Options.parse(all), Map.of(Joins.TOKEN_VARIABLE, variable), in).id();
  }

  @Test
  void tokensComeByTheWayThatIsNamed() throws Exception {
    Path file = directory.resolve("token");
    Files.writeString(file, authority.token(1) + "\n");
    String inFile = idOf("", "", "--token-file", file.toString());
    String inVariable = idOf("", authority.token(2));

    assertThat(inFile).isNotEqualTo(inVariable);
    assertThat(idOf(authority.token(1) + "\nmore", authority.token(2), "--token", "-"))
        .isEqualTo(inFile);
    assertThat(idOf("", authority.token(2), "--token", authority.token(1))).isEqualTo(inFile);
  }

  @Test
  void withoutATokenItSaysWhereFromOneCanCome() {
    assertThatThrownBy(() -> idOf("", ""))
        .isInstanceOf(Options.WrongUse.class)
        .hasMessageContainingAll("--token-file", "--token -", Joins.TOKEN_VARIABLE);
    assertThatThrownBy(() -> idOf("", "", "--token", "a", "--token-file", "b"))
        .hasMessageContaining("give one");
  }
}
