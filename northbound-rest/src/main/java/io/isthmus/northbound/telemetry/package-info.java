/** What edges measured of their paths: now, and over time. */
@NullMarked
package io.isthmus.northbound.telemetry;

import org.jspecify.annotations.NullMarked;
