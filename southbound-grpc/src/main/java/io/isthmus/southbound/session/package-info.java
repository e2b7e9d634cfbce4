/**
 * The live streams of the edges: who is connected, what is on its way to whom, what each said.
 * Decisions are made on a session's own mailbox, what edges say is recorded on another, and gRPC's
 * callbacks only put work into the first: so no edge, and no slow store, delays another edge.
 */
@NullMarked
package io.isthmus.southbound.session;

import org.jspecify.annotations.NullMarked;
