/** What edges measured of their paths: the newest of it, and its history. */
@NullMarked
package io.isthmus.domain.telemetry;

import org.jspecify.annotations.NullMarked;
