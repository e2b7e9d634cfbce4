/** The certification authority that edges and controllers are certified by. */
@NullMarked
package io.isthmus.northbound.authority;

import org.jspecify.annotations.NullMarked;
