/**
 * The session with the controller and the agent's life around it: one thread owns the data plane,
 * takes what comes in from a queue, and does what is due. Callbacks of gRPC and of the kernel only
 * put things into that queue. {@code Agent} puts the parts together, {@code AgentLoop} is what the
 * thread does, {@code Configurations} and {@code Repairs} own what it works on.
 */
@NullMarked
package io.isthmus.agent.control;

import org.jspecify.annotations.NullMarked;
