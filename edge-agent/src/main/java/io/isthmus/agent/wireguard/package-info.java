/**
 * Encrypted paths: the edge's WireGuard keys, and the interfaces that use them, by the kernel or by
 * {@code wireguard-go}. Knows nothing of tunnels; private keys never leave this package but for the
 * standard input of {@code wg}.
 */
@NullMarked
package io.isthmus.agent.wireguard;

import org.jspecify.annotations.NullMarked;
