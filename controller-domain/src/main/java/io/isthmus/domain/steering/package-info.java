/** What carried each class when, and why: choices that edges made, with what they judged by. */
@NullMarked
package io.isthmus.domain.steering;

import org.jspecify.annotations.NullMarked;
