/**
 * The commands of those who run a network, and what they share. Talks to the controller by REST
 * alone.
 */
@NullMarked
package io.isthmus.cli;

import org.jspecify.annotations.NullMarked;
