/** Applications. */
@NullMarked
package io.isthmus.northbound.application;

import org.jspecify.annotations.NullMarked;
