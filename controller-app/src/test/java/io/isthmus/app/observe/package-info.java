/** What the controller shows of itself, tested on a running one. */
package io.isthmus.app.observe;
