package dev.countersign.verify.entity;

import dev.countersign.crypto.ParsedCertificate;

/** Who a Sigstore bundle says has signed. Nothing of it is checked. Immutable. */
public sealed interface BundleSigner {

    /** The holder of a certificate. Further certificates of the bundle never count, as in sigstore-go. */
    record Certificate(ParsedCertificate certificate) implements BundleSigner {}

    /** The holder of a key that the verifier must know. What the bundle hints at is not looked at. */
    record Key(String hint) implements BundleSigner {}

    /** Nobody who can be told: why, in sigstore-go's words. */
    record Unreadable(String message) implements BundleSigner {}
}
