package dev.countersign.verify;

import dev.countersign.cluster.ClusterReader;
import dev.countersign.crypto.Cryptography;
import dev.countersign.trust.TrustRoot;
import java.time.Instant;

/**
 * What a verdict rests on besides policy and evidence. Immutable.
 *
 * @param cryptography computes signatures
 * @param trustRoot counts where the policy states no trust of a kind
 * @param cluster holds Secrets with keys
 * @param keyResolver finds keys that policies name in key management systems
 * @param now the moment of the request, by the wall clock that the caller passed in
 */
public record VerificationContext(
        Cryptography cryptography, TrustRoot trustRoot, ClusterReader cluster, KeyResolver keyResolver, Instant now) {

    /** A context without any key management system. */
    public VerificationContext(Cryptography cryptography, TrustRoot trustRoot, ClusterReader cluster, Instant now) {
        this(cryptography, trustRoot, cluster, KeyResolver.none(), now);
    }
}
