/** Measurements on labs of their own, each beside the conventional way in the same run. */
@NullMarked
package io.isthmus.lab.bench;

import org.jspecify.annotations.NullMarked;
