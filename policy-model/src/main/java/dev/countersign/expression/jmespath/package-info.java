/**
 * Kyverno's dialect of JMESPath (the fork kyverno/go-jmespath): compiled once, searched many times, bounded. The functions
 * are in {@link dev.countersign.expression.function}.
 */
@NullMarked
package dev.countersign.expression.jmespath;

import org.jspecify.annotations.NullMarked;
