/** Kyverno's type {@code SigstoreBundle}: Sigstore bundles among an image's referrers. */
@NullMarked
package dev.countersign.verify.bundle;

import org.jspecify.annotations.NullMarked;
