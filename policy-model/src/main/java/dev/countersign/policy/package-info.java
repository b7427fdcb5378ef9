/**
 * The typed model of a policy: records and sealed interfaces, one per Kyverno concept, named as Kyverno names them.
 *
 * <p>Everything here is immutable. {@code dev.countersign.policy.read} makes it from documents.
 */
@NullMarked
package dev.countersign.policy;

import org.jspecify.annotations.NullMarked;
