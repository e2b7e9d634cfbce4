/** Who is asking. */
@NullMarked
package io.isthmus.northbound.me;

import org.jspecify.annotations.NullMarked;
