/**
 * Which of the candidate paths carry a class: every strategy, as pure functions of what was
 * measured. The edge decides by them, the controller explains by them, the replay judges them.
 */
@NullMarked
package io.isthmus.selection.choice;

import org.jspecify.annotations.NullMarked;
