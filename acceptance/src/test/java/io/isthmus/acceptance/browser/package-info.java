/**
 * A real browser as people use it, and what every page has to keep. Knows nothing of the system
 * under test but that it serves pages.
 */
@NullMarked
package io.isthmus.acceptance.browser;

import org.jspecify.annotations.NullMarked;
