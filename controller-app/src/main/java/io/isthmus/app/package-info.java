/** Puts the controller together: main class, configuration and what only the whole can know. */
@NullMarked
package io.isthmus.app;

import org.jspecify.annotations.NullMarked;
