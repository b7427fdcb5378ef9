/** Sigstore bundles of artifacts that are no images: what {@code cosign verify-blob} does, without a policy. */
@NullMarked
package dev.countersign.verify.artifact;

import org.jspecify.annotations.NullMarked;
