/**
 * Who the edge is: its key, its certificate, whom it trusts, and how it came by them. Nothing here
 * knows of sessions or of the data plane; secrets leave this package only into the TLS engine.
 */
@NullMarked
package io.isthmus.agent.identity;

import org.jspecify.annotations.NullMarked;
