/**
 * Who is at the other end: TLS 1.3 with keys that change while the controller runs, what edges'
 * certificates say, and how often one source may try. Whether an identity is in force is the
 * domain's to say.
 */
@NullMarked
package io.isthmus.southbound.tls;

import org.jspecify.annotations.NullMarked;
