package io.isthmus.agent.netlink;

import java.util.Map;
import java.util.Set;

/**
 * What was found in a namespace: its devices, every object of the agent by key, and the numbers of
 * next hops that are taken by others.
 */
public record KernelState(
    Interfaces interfaces, Map<Object, KernelObject> owned, Set<Integer> foreignHops) {}
