/**
 * Network addresses as values: parsed once at the door, compared and hashed as numbers, printed in
 * canonical form. Nothing here knows of the kernel or of the controller.
 */
@NullMarked
package io.isthmus.agent.net;

import org.jspecify.annotations.NullMarked;
