/**
 * Values of the network that stand alone: names, addresses, prefixes, ports. They parse at the door
 * and are valid ever after. Nothing of Isthmus's own model may enter.
 */
@NullMarked
package io.isthmus.domain.net;

import org.jspecify.annotations.NullMarked;
