/**
 * Who may call what: what each handler needs, who calls, and the one place that compares the two.
 */
@NullMarked
package io.isthmus.northbound.access;

import org.jspecify.annotations.NullMarked;
