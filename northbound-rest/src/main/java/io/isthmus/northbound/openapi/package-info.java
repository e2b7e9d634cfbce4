/** The API's own description (OpenAPI 3.1): what all its operations share, and the examples. */
@NullMarked
package io.isthmus.northbound.openapi;

import org.jspecify.annotations.NullMarked;
