/** Debian's Chromium, driven by the WebDriver protocol alone, for measurements. */
@NullMarked
package io.isthmus.lab.browser;

import org.jspecify.annotations.NullMarked;
