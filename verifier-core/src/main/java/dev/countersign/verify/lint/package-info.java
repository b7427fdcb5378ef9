/** Lints of policies that read keys and certificates, besides {@link dev.countersign.policy.check.lint}. Nothing is fetched. */
@NullMarked
package dev.countersign.verify.lint;

import org.jspecify.annotations.NullMarked;
