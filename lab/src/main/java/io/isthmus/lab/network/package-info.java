/** The lab's wires: namespaces, underlays, LANs and the management network, from an intent. */
@NullMarked
package io.isthmus.lab.network;

import org.jspecify.annotations.NullMarked;
