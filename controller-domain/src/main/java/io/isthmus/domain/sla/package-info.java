/** Violations of objectives, and how well each class kept its own. */
@NullMarked
package io.isthmus.domain.sla;

import org.jspecify.annotations.NullMarked;
