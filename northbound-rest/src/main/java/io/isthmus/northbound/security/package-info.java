/**
 * What stands before every handler: who calls, how often, and the headers that browsers heed. Uses
 * Spring Security; who may call what is decided by {@code access}.
 */
@NullMarked
package io.isthmus.northbound.security;

import org.jspecify.annotations.NullMarked;
