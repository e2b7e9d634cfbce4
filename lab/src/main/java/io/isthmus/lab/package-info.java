/** A whole WAN on one machine: namespaces, emulated underlays, scenarios, simulated edges. */
@NullMarked
package io.isthmus.lab;

import org.jspecify.annotations.NullMarked;
