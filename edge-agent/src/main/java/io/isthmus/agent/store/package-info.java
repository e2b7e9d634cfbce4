/**
 * What the agent keeps on disk: the last good configuration, and the lock that makes one agent the
 * only one of a state directory.
 */
@NullMarked
package io.isthmus.agent.store;

import org.jspecify.annotations.NullMarked;
