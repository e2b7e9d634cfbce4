/**
 * The edge's one nftables table, {@code inet isthmus}: classification, what may be forwarded,
 * counters. The rule set is text made from a value, always the same text from the same value, and
 * replaced whole in one transaction. Each of the kernel's hooks has a class of its own that writes
 * its chains ({@code ArrivingChains} …); only {@code NftTable} runs the command.
 */
@NullMarked
package io.isthmus.agent.nft;

import org.jspecify.annotations.NullMarked;
