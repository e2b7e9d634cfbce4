package io.isthmus.agent.nft;

/**
 * Which slot the new flows of a class towards an edge take.
 *
 * @param trafficClass as in the mark: 0 for the class without one
 * @param mark what such a flow's packets are marked with, class and slot
 */
public record Slot(int trafficClass, int edge, int mark) {}
