/**
 * The use cases: change the intent, keep every edge at the plan of the newest revision. The ports
 * to the store and to the edges are here; this is the only package of the domain with state.
 */
@NullMarked
package io.isthmus.domain.reconcile;

import org.jspecify.annotations.NullMarked;
