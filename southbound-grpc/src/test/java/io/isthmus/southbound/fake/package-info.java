/** An edge without a data plane, and a controller without a database, to test sessions with. */
@NullMarked
package io.isthmus.southbound.fake;

import org.jspecify.annotations.NullMarked;
