package dev.countersign.conformance;

import dev.countersign.document.Value;

/**
 * One place where two answers differ. Immutable.
 *
 * @param at where: {@code policies[0].verify[1].message}
 * @param kyverno what Kyverno answers there; null as a JSON value where it answers nothing
 * @param countersign what ours answers there; null as a JSON value where it answers nothing
 * @param level how much it matters: {@link Outcome#MESSAGE}, {@link Outcome#PATCH}, {@link Outcome#STATUS} or
 *     {@link Outcome#CRASH}
 */
public record Difference(String at, Value kyverno, Value countersign, Outcome level) {}
