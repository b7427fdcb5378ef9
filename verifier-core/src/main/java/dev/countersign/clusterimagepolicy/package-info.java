/**
 * Evaluates ClusterImagePolicies as sigstore's policy-controller does: which policies select an image, which of their authorities
 * signed it, and whether the object is admitted.
 */
@NullMarked
package dev.countersign.clusterimagepolicy;

import org.jspecify.annotations.NullMarked;
