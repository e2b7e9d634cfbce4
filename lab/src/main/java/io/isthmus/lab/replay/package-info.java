/**
 * Relives recordings of real links and judges selectors on them: how many seconds in violation, how
 * many moves, how many flaps. Reads folders of traces and a file of scenarios; touches no network.
 */
@NullMarked
package io.isthmus.lab.replay;

import org.jspecify.annotations.NullMarked;
