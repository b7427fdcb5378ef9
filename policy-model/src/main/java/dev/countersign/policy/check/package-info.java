/** Kyverno's own admission-time checks of a policy, in its own words. */
@NullMarked
package dev.countersign.policy.check;

import org.jspecify.annotations.NullMarked;
