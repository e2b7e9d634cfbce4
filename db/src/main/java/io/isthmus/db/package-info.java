/** Keeps the domain's ports on PostgreSQL. */
@NullMarked
package io.isthmus.db;

import org.jspecify.annotations.NullMarked;
