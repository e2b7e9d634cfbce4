/** Which controller is meant: options, the environment, and a file with named contexts. */
@NullMarked
package io.isthmus.cli.context;

import org.jspecify.annotations.NullMarked;
