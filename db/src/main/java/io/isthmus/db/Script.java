package io.isthmus.db;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.StatementCreatorUtils;

/**
 * Statements whose results nobody needs, sent together: the driver waits once for all of them, and
 * the server runs them in order. One that fails ends the script and the transaction around it.
 */
final class Script {
  private final StringJoiner statements = new StringJoiner(";\n");
  private final List<@Nullable Object> parameters = new ArrayList<>();

  /** Adds a statement with a value for each of its question marks. */
  Script add(String statement, @Nullable Object... values) {
    statements.add(statement.strip());
    parameters.addAll(Arrays.asList(values));
    return this;
  }

  /** Within the caller's transaction. */
  void run(JdbcOperations jdbc) {
    if (statements.length() == 0) {
      return;
    }
    PreparedStatementCallback<Boolean> all =
        statement -> {
          for (int i = 0; i < parameters.size(); i++) {
            StatementCreatorUtils.setParameterValue(
                statement, i + 1, SqlTypeValue.TYPE_UNKNOWN, parameters.get(i));
          }
          return statement.execute();
        };
    jdbc.execute(statements.toString(), all);
  }
}
