/** Requests that may be sent twice and are carried out once. */
@NullMarked
package io.isthmus.northbound.idempotency;

import org.jspecify.annotations.NullMarked;
