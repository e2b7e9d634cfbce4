package io.isthmus.agent.desired;

import io.isthmus.agent.netlink.KernelObject;
import java.util.List;

/**
 * The kernel objects that one thing of the configuration comes to, with all that they were made
 * from. A block whose inputs did not change is the same instance in the next state, so that a small
 * change costs a comparison of references per block and nothing per route.
 */
record Block(Object inputs, List<KernelObject> objects) {}
