/**
 * The kernel, spoken to over netlink without a library of others: sockets by the foreign function
 * interface, the messages of rtnetlink that the data plane needs as immutable values, batches in
 * one send, dumps that are whole or repeated. Knows how to say things, not what to say: no policy
 * enters here.
 */
@NullMarked
package io.isthmus.agent.netlink;

import org.jspecify.annotations.NullMarked;
