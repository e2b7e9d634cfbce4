/** Tenants. */
@NullMarked
package io.isthmus.northbound.tenant;

import org.jspecify.annotations.NullMarked;
