/** What all changes have in common: preconditions, waiting, the operation that follows. */
@NullMarked
package io.isthmus.northbound.change;

import org.jspecify.annotations.NullMarked;
