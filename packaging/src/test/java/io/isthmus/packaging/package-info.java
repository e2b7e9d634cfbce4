/**
 * Checks what is in {@code deploy/}: that the chart renders to what Kubernetes takes, that units
 * and images are what the programs need, and that the Debian package installs, runs and goes.
 */
@NullMarked
package io.isthmus.packaging;

import org.jspecify.annotations.NullMarked;
