/** What all named resources have in common: get, list, put, patch, delete. */
@NullMarked
package io.isthmus.northbound.resource;

import org.jspecify.annotations.NullMarked;
