/** Bringing a lab up and down: what is missing is made, what is there is kept or removed. */
@NullMarked
package io.isthmus.lab.up;

import org.jspecify.annotations.NullMarked;
