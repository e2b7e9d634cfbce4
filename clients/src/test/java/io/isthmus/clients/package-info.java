/** Everybody who asks a controller, against one that runs: clients, examples, the command line. */
package io.isthmus.clients;
