/**
 * The domain's ports on PostgreSQL: the intent through JPA, the logs of operations, events and
 * decisions through JDBC, measurements by COPY on connections of their own. The schema is in {@code
 * db/migration} and forbids by itself what the domain forbids. Nothing outside sees a row: only the
 * domain's values go in and out.
 */
@NullMarked
package io.isthmus.db;

import org.jspecify.annotations.NullMarked;
