/** What was done and refused, to be read and exported. */
@NullMarked
package io.isthmus.northbound.audit;

import org.jspecify.annotations.NullMarked;
