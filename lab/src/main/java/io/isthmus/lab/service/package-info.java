/** The microservice on each LAN host, a process of its own. Depends on nothing but the JDK. */
@NullMarked
package io.isthmus.lab.service;

import org.jspecify.annotations.NullMarked;
