/**
 * How devices become edges, stay so, and cease to be: tokens, requests to join, enrolment, renewal,
 * revocation.
 */
@NullMarked
package io.isthmus.domain.admission;

import org.jspecify.annotations.NullMarked;
