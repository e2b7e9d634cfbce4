/** How well classes keep their objectives: violations, and compliance by day. */
@NullMarked
package io.isthmus.northbound.sla;

import org.jspecify.annotations.NullMarked;
