/**
 * The edge's one nftables table, {@code inet isthmus}: classification, what may be forwarded,
 * counters. The rule set is text made from a value, always the same text from the same value, and
 * replaced whole in one transaction.
 */
@NullMarked
package io.isthmus.agent.nft;

import org.jspecify.annotations.NullMarked;
