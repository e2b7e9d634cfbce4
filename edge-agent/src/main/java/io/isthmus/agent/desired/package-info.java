/**
 * From the controller's resources to what the kernel should hold: parsed, checked as a whole,
 * compiled. All of it is pure; what depends on the machine (devices, numbers already given to
 * tunnels) comes in as a value. A set of resources is either wholly good or refused with every
 * error that was found. {@code Compiler} is the door; each kind of kernel object has a class of its
 * own that adds its {@code Blocks}.
 */
@NullMarked
package io.isthmus.agent.desired;

import org.jspecify.annotations.NullMarked;
