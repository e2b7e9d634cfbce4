/**
 * The documentation is run: commands as a reader would type them, and what they print beside what
 * the pages say. docs/README.md has the conventions.
 */
@NullMarked
package io.isthmus.acceptance.docs;

import org.jspecify.annotations.NullMarked;
