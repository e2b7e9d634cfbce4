/**
 * The domain's ports in memory, for tests of what stands before or behind them. They keep the
 * ports' promises; durability is tested on the real store.
 */
@NullMarked
package io.isthmus.domain.fake;

import org.jspecify.annotations.NullMarked;
