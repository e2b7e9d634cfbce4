/** Steering decisions: reroutes on request, their history, and their end. */
@NullMarked
package io.isthmus.northbound.steering;

import org.jspecify.annotations.NullMarked;
