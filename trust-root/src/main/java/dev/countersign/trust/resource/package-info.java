/** TrustRoots of sigstore's policy-controller ({@code policy.sigstore.dev/v1alpha1}): read, validated, and made into trust. */
@NullMarked
package dev.countersign.trust.resource;

import org.jspecify.annotations.NullMarked;
