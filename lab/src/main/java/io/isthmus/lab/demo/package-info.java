/** The paper's story on the running lab: classify, watch, reroute, and count. */
@NullMarked
package io.isthmus.lab.demo;

import org.jspecify.annotations.NullMarked;
