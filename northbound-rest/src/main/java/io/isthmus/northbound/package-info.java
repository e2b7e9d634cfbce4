/** The REST API that orchestrators and operators use. */
@NullMarked
package io.isthmus.northbound;

import org.jspecify.annotations.NullMarked;
