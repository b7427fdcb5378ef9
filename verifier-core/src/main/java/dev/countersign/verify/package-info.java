/** Attestors judged over signed entities, by small checks: verdicts with evidence and reasons. */
@NullMarked
package dev.countersign.verify;

import org.jspecify.annotations.NullMarked;
