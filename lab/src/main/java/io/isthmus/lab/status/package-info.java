/** How a running lab is, by the controller's word and by the kernel's. */
@NullMarked
package io.isthmus.lab.status;

import org.jspecify.annotations.NullMarked;
