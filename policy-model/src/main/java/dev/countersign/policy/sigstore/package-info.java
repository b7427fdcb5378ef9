/**
 * The policies of sigstore's policy-controller ({@code policy.sigstore.dev}): a typed, immutable model of ClusterImagePolicy, its
 * reader and its validation.
 */
@NullMarked
package dev.countersign.policy.sigstore;

import org.jspecify.annotations.NullMarked;
