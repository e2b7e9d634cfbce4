/**
 * The built-in certification authority: makes roots and certificates and keeps the roots' keys
 * encrypted. Nothing here opens a socket or knows a database; what has to be kept goes through the
 * domain's ports.
 */
@NullMarked
package io.isthmus.pki;

import org.jspecify.annotations.NullMarked;
