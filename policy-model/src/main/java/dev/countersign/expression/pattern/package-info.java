/** Kyverno's patterns in texts: operators, ranges and wildcards over durations, quantities and texts. */
@NullMarked
package dev.countersign.expression.pattern;

import org.jspecify.annotations.NullMarked;
