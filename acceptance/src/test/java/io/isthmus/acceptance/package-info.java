/** The whole system, run by its own commands in network namespaces; needs root. */
@NullMarked
package io.isthmus.acceptance;

import org.jspecify.annotations.NullMarked;
