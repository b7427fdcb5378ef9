/** Kyverno's type {@code Notary}: signatures and attestations of the Notary Project. */
@NullMarked
package dev.countersign.verify.notary;

import org.jspecify.annotations.NullMarked;
