/** What follows from the intent: nodes, tunnels, paths, and what carries which class. */
@NullMarked
package io.isthmus.northbound.topology;

import org.jspecify.annotations.NullMarked;
