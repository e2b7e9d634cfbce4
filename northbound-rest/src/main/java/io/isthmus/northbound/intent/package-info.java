/** The whole network as one document. */
@NullMarked
package io.isthmus.northbound.intent;

import org.jspecify.annotations.NullMarked;
