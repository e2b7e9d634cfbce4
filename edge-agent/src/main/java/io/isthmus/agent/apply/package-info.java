/**
 * Makes the kernel carry a desired state: the difference as data, then its execution in batches,
 * and the way back when a part is refused. The only room that changes the machine.
 */
@NullMarked
package io.isthmus.agent.apply;

import org.jspecify.annotations.NullMarked;
