/**
 * What an edge tells to whoever scrapes it, in Prometheus' text format. Parts of the agent write
 * their own lines; this room knows the format and the endpoint.
 */
@NullMarked
package io.isthmus.agent.metrics;

import org.jspecify.annotations.NullMarked;
