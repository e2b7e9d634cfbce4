/** Sites. */
@NullMarked
package io.isthmus.northbound.site;

import org.jspecify.annotations.NullMarked;
