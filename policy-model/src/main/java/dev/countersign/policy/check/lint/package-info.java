/**
 * Our own lints of policies, beyond what Kyverno checks: one small class each. {@link dev.countersign.policy.check.lint.Linter} runs
 * them. Lints that read keys and certificates stand above, in verifier-core.
 */
@NullMarked
package dev.countersign.policy.check.lint;

import org.jspecify.annotations.NullMarked;
