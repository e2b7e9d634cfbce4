package io.isthmus.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class PostgresForTestsIT {

  @Test
  void databasesAreEmptyAndApart() throws SQLException {
    PostgresForTests.Database one = PostgresForTests.freshDatabase();
    PostgresForTests.Database other = PostgresForTests.freshDatabase();

    execute(one, "CREATE TABLE only_here ()");

    assertThat(tablesOf(one)).isOne();
    assertThat(tablesOf(other)).isZero();
  }

  private static void execute(PostgresForTests.Database database, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int tablesOf(PostgresForTests.Database database) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
