/**
 * What carries each class: holds the selection's state machines, feeds them with what probes tell,
 * and puts what they choose in charge of the data plane. Nothing is judged here; whether a path
 * keeps an objective and what to do about it is the selection module's.
 */
@NullMarked
package io.isthmus.agent.steer;

import org.jspecify.annotations.NullMarked;
