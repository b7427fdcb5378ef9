package dev.countersign.verify.artifact;

import dev.countersign.crypto.VerificationKey;

/** Who must have signed an artifact. Immutable. */
public sealed interface ArtifactSigner {

    /** The holder of a key. A bundle with a certificate does not count. */
    record Key(VerificationKey key) implements ArtifactSigner {}

    /**
     * Somebody to whom a trusted authority gave a certificate.
     *
     * @param subject the name in the certificate, exactly: a URI, an email address or a user name; empty: nobody is accepted
     * @param issuer who authenticated the signer, exactly: {@code https://accounts.example}; empty: nobody is accepted
     */
    record Identity(String subject, String issuer) implements ArtifactSigner {}
}
