/** What the traffic needs and where it is sent: classes, objectives, applications, decisions. */
@NullMarked
package io.isthmus.domain.traffic;

import org.jspecify.annotations.NullMarked;
