/** The Linux side: commands, namespaces, raw sockets and what /proc says. Knows no lab. */
@NullMarked
package io.isthmus.lab.kernel;

import org.jspecify.annotations.NullMarked;
