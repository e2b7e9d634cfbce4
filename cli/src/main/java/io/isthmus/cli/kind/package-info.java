/** The kinds of things that can be listed, shown and deleted: where they are and how they look. */
@NullMarked
package io.isthmus.cli.kind;

import org.jspecify.annotations.NullMarked;
