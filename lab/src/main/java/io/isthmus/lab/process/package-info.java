/** The processes of a lab: started to outlive the command, found again by what they carry. */
@NullMarked
package io.isthmus.lab.process;

import org.jspecify.annotations.NullMarked;
