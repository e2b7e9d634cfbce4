/**
 * The intent of a tenant as one immutable value, the changes that turn it into the next, and the
 * rules that every intent keeps. Pure: no input or output, no clock.
 */
@NullMarked
package io.isthmus.domain.intent;

import org.jspecify.annotations.NullMarked;
