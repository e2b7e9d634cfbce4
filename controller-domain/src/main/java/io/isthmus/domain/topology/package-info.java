/** What exists at the sites: edges, their WAN links and LAN segments. */
@NullMarked
package io.isthmus.domain.topology;

import org.jspecify.annotations.NullMarked;
