/** How answers are shown: tables and words for people, JSON and YAML for programs. */
@NullMarked
package io.isthmus.cli.show;

import org.jspecify.annotations.NullMarked;
