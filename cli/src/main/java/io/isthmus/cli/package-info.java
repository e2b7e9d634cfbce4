/**
 * The commands by which an operator hands out tokens and lets edges in. Talks to the controller by
 * REST alone.
 */
@NullMarked
package io.isthmus.cli;

import org.jspecify.annotations.NullMarked;
