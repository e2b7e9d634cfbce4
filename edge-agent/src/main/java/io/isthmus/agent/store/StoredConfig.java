package io.isthmus.agent.store;

import io.isthmus.agent.desired.ConfigSet;

/** A configuration with the revision that it was planned from. */
public record StoredConfig(long revision, ConfigSet config) {}
