package dev.countersign.verify.lint;

import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.VerificationType;
import dev.countersign.policy.check.lint.PlacedIdentity;
import dev.countersign.verify.attestor.KeySource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys of one {@code keys} block as the verifiers would read them. */
final class StatedKeys {
    private static final String END_OF_KEY = "-----END PUBLIC KEY-----";

    private StatedKeys() {}

    /** Each key, in order; none where the hash algorithm is unknown, or where a variable stands in their place. */
    static List<KeySource> of(PlacedIdentity placed, AttestorIdentity.Keys keys) {
        Optional<HashAlgorithm> hash = hash(placed, keys);
        if (hash.isEmpty() || isVariable(keys.publicKeys()) || isVariable(keys.kms())) {
            return List.of();
        }
        return blocks(keys.publicKeys()).stream()
                .map(block -> new AttestorIdentity.Keys(
                        block, keys.signatureAlgorithm(), keys.kms(), keys.secret(), keys.rekor(), keys.ctlog()))
                .map(one -> source(placed, one, hash.get()))
                .toList();
    }

    /** Whether only the engine will know what stands there. */
    static boolean isVariable(String text) {
        return text.contains("{{");
    }

    /** The algorithm that is stated, or its default. */
    static Optional<HashAlgorithm> hash(PlacedIdentity placed, AttestorIdentity.Keys keys) {
        return HashAlgorithm.ofPolicyName(keys.signatureAlgorithm()
                .or(() -> placed.attestor().signatureAlgorithm())
                .orElse(""));
    }

    private static KeySource source(PlacedIdentity placed, AttestorIdentity.Keys keys, HashAlgorithm hash) {
        // With bundles, Kyverno takes whatever holds a public key for PEM.
        if (placed.entry().type() == VerificationType.SIGSTORE_BUNDLE
                && keys.publicKeys().contains("PUBLIC KEY")) {
            try {
                return new KeySource.Known(VerificationKey.fromPem(keys.publicKeys()));
            } catch (CryptographyException notAKey) {
                return KeySource.of(keys, hash);
            }
        }
        return KeySource.of(keys, hash);
    }

    /** The texts that {@code publicKeys} is cut into, as attestor trees cut it. */
    private static List<String> blocks(String publicKeys) {
        List<String> blocks = new ArrayList<>();
        int start = 0;
        int end = publicKeys.indexOf(END_OF_KEY);
        while (end >= 0) {
            blocks.add(publicKeys.substring(start, end + END_OF_KEY.length()));
            start = end + END_OF_KEY.length();
            end = publicKeys.indexOf(END_OF_KEY, start);
        }
        return blocks.size() < 2 ? List.of(publicKeys) : blocks;
    }
}
