/**
 * Events to where the orchestrator wants them: webhooks as a resource, and the engine that
 * delivers.
 */
@NullMarked
package io.isthmus.northbound.webhook;

import org.jspecify.annotations.NullMarked;
