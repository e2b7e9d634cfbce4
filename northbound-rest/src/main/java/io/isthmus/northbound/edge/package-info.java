/** Edges with their WAN links and LAN segments, how they are and what they should carry. */
@NullMarked
package io.isthmus.northbound.edge;

import org.jspecify.annotations.NullMarked;
