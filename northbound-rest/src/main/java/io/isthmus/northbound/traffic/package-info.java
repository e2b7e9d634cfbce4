/** Traffic classes. */
@NullMarked
package io.isthmus.northbound.traffic;

import org.jspecify.annotations.NullMarked;
