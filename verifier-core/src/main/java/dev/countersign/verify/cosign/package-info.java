/** Kyverno's type {@code Cosign}: signatures and attestations in cosign's own layout. */
@NullMarked
package dev.countersign.verify.cosign;

import org.jspecify.annotations.NullMarked;
