/**
 * Real network namespaces for integration tests: edges, underlays and LAN hosts with unique names,
 * gone when the test is over whatever its end. Nothing here imitates the kernel.
 */
package io.isthmus.agent.testbed;
