/**
 * The values that Kyverno reads out of texts: Kubernetes quantities, Go durations, semantic versions and Go's numbers.
 * Everything here is immutable and thread-safe, knows no clock and no policy.
 */
@NullMarked
package dev.countersign.expression.value;

import org.jspecify.annotations.NullMarked;
