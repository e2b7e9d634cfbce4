package io.isthmus.agent.desired;

/** A tunnel's part in a steering, weight 1–256. */
public record Share(String tunnelKey, int weight) {}
