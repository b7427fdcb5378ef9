/**
 * Conditions of preconditions, deny rules and attestations: their operators over Kyverno's value model, and their blocks
 * with messages. Pure functions of their arguments; variables are replaced by whoever is passed in.
 */
@NullMarked
package dev.countersign.expression.condition;

import org.jspecify.annotations.NullMarked;
