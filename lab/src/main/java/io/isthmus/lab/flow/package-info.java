/** Real flows between hosts, and the instruments on the underlays that see what carries them. */
@NullMarked
package io.isthmus.lab.flow;

import org.jspecify.annotations.NullMarked;
