package io.isthmus.app.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes the controller's database in a server that is new. */
final class DatabaseCreation {

  private DatabaseCreation() {}

  static void createIfAbsent(String url, String username, String password, String database) {
    try (Connection connection = DriverManager.getConnection(url, username, password)) {
      if (!exists(connection, database)) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("CREATE DATABASE \"" + database + "\"");
        }
      }
    } catch (SQLException e) {
      throw new StorageException(
          "the embedded PostgreSQL refuses its database: " + e.getMessage(),
          "See postgres.log in the data directory.",
          e);
    }
  }

  private static boolean exists(Connection connection, String database) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
      query.setString(1, database);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }
}
