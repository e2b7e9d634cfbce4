/** API tokens: made, listed and revoked. A secret is in one answer, that to its making. */
@NullMarked
package io.isthmus.northbound.token;

import org.jspecify.annotations.NullMarked;
