/**
 * The client for Java: {@code api} and {@code model} are generated from the API's description, and
 * what is written by hand here makes them short to use.
 */
package io.isthmus.client;
