/**
 * The functions that Kyverno's expressions may call, one file a family, and what they work with. The language itself is
 * in {@link dev.countersign.expression.jmespath}.
 */
@NullMarked
package dev.countersign.expression.function;

import org.jspecify.annotations.NullMarked;
