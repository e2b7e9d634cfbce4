/**
 * The agent on an edge: takes the desired state from the controller and makes the kernel match it.
 */
@NullMarked
package io.isthmus.agent;

import org.jspecify.annotations.NullMarked;
