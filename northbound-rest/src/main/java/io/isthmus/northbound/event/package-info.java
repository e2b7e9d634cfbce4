/** What happened, as a list and as a stream. */
@NullMarked
package io.isthmus.northbound.event;

import org.jspecify.annotations.NullMarked;
