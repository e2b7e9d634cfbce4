/**
 * Many edges that only pretend: each has an identity, a TLS connection and a stream of its own,
 * obeys every configuration and tells of paths that nobody measured. No namespaces, no packets.
 */
@NullMarked
package io.isthmus.lab.fleet;

import org.jspecify.annotations.NullMarked;
