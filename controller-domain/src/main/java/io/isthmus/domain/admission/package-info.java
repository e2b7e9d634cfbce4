/** How devices become edges, stay so, and cease to be: enrolment, renewal, revocation. */
@NullMarked
package io.isthmus.domain.admission;

import org.jspecify.annotations.NullMarked;
