/** How a controller is asked: over its REST API, and nothing else. Nothing is printed here. */
@NullMarked
package io.isthmus.cli.rest;

import org.jspecify.annotations.NullMarked;
