/**
 * What went wrong, as problem details (RFC 9457). The only place that maps exceptions to answers.
 */
@NullMarked
package io.isthmus.northbound.problem;

import org.jspecify.annotations.NullMarked;
