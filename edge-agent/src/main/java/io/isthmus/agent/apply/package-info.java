/**
 * Makes the kernel carry a desired state: the difference as data, then its execution in batches,
 * and the way back when a part is refused. The only room that changes the machine: {@code
 * Dataplane} knows what is in force and decides, {@code Rollout} and {@code RepairRound} act, the
 * one all or nothing, the other as far as it goes.
 */
@NullMarked
package io.isthmus.agent.apply;

import org.jspecify.annotations.NullMarked;
