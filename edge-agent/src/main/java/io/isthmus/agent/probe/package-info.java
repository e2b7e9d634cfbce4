/**
 * Measures every path by STAMP (RFC 8762): one session sender per path, one session reflector per
 * edge, both on one thread that nothing else may hold up. Probes, clocks and sockets live here, and
 * the verdict whether a path is alive; what a verdict means for traffic is decided elsewhere.
 * {@code Prober} is the thread and its round: it waits by {@code Descriptors}, lets {@code
 * Reflector} and {@code Sender} speak, and measures {@code ProbedPaths}.
 */
@NullMarked
package io.isthmus.agent.probe;

import org.jspecify.annotations.NullMarked;
