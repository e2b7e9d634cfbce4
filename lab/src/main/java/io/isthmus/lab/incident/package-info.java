/**
 * WANs that get worse or die under running traffic, and what each part made of it, in milliseconds.
 */
@NullMarked
package io.isthmus.lab.incident;

import org.jspecify.annotations.NullMarked;
