/** Which WAN links reach each other, and the tunnels that the overlays lay over them. Pure. */
@NullMarked
package io.isthmus.domain.path;

import org.jspecify.annotations.NullMarked;
