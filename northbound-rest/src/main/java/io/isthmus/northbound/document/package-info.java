/**
 * Request bodies: read as a tree within bounds, then field by field, so that every error of a
 * document is found at once. Knows JSON and YAML, and nothing of networks.
 */
@NullMarked
package io.isthmus.northbound.document;

import org.jspecify.annotations.NullMarked;
