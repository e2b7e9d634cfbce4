/**
 * The controller's own PostgreSQL, for who configures no other: unpacked, initialised, started and
 * watched over here, in the controller's data directory. It is the real server with its durability
 * on. Only what runs that server may enter; tables and queries belong to {@code io.isthmus.db}.
 */
@NullMarked
package io.isthmus.app.postgres;

import org.jspecify.annotations.NullMarked;
