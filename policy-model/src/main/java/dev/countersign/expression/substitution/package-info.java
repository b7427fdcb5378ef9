/**
 * Replaces {@code {{ variables }}} and {@code $(references)} in values.
 */
@NullMarked
package dev.countersign.expression.substitution;

import org.jspecify.annotations.NullMarked;
