/**
 * Who may do what, and what was done: actors and their roles, tokens, the identities of edges, and
 * the audit log. Secrets enter as text and are kept as hashes alone.
 */
@NullMarked
package io.isthmus.domain.trust;

import org.jspecify.annotations.NullMarked;
