/**
 * The operators' web pages: what serves them. The pages themselves are the resources beside it;
 * they know of the controller what its REST API says, and nothing of its classes.
 */
@NullMarked
package io.isthmus.console;

import org.jspecify.annotations.NullMarked;
