/**
 * The emulated WANs: frames between the edges' WAN ports and the underlays wait, get lost, overtake
 * each other and come twice, as they are told to. Knows wires and frames; no controller, no agent.
 */
@NullMarked
package io.isthmus.lab.wan;

import org.jspecify.annotations.NullMarked;
