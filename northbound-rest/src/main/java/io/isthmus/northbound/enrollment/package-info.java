/** How edges are let in and out: enrolment tokens, requests to join, what to run on a new edge. */
@NullMarked
package io.isthmus.northbound.enrollment;

import org.jspecify.annotations.NullMarked;
