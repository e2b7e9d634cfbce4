/** The controller as its REST clients see it. */
@NullMarked
package io.isthmus.lab.rest;

import org.jspecify.annotations.NullMarked;
