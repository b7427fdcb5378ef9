package dev.countersign.clusterimagepolicy;

import dev.countersign.cluster.ClusterException;
import dev.countersign.cluster.ClusterReader;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.Pem;
import dev.countersign.crypto.StandardBase64;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.policy.sigstore.Authority;
import dev.countersign.registry.Deadline;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.attestor.KeySource;
import dev.countersign.verify.attestor.StaticKey;
import dev.countersign.verify.attestor.UndecidableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers the keys of an authority. */
final class AuthorityKeys {
    /** No more keys are read of one authority. */
    static final int MAX_KEYS = 32;

    private final VerificationContext context;
    private final String systemNamespace;

    AuthorityKeys(VerificationContext context, String systemNamespace) {
        this.context = context;
        this.systemNamespace = systemNamespace;
    }

    /** The keys cannot be had; the message is policy-controller's where it has one. */
    static final class NotLoaded extends Exception {
        private static final long serialVersionUID = 1L;

        NotLoaded(String message) {
            super(message);
        }

        NotLoaded(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The keys, at least one, in order. */
    List<VerificationKey> load(Authority.KeyReference reference, Deadline deadline) throws NotLoaded {
        HashAlgorithm hash = hash(reference);
        List<VerificationKey> keys;
        if (!reference.kms().isEmpty()) {
            try {
                keys = List.of(StaticKey.load(new KeySource.InKeyManagement(reference.kms(), hash), context, deadline));
            } catch (UndecidableException e) {
                throw new NotLoaded(e.verdict().message(), e);
            }
        } else {
            Optional<Authority.SecretReference> secret = reference.secret();
            keys = parse(secret.isPresent() ? secret(secret.get()) : reference.data());
        }
        for (VerificationKey key : keys) {
            try {
                key.requireVerifier(hash);
            } catch (CryptographyException e) {
                throw new NotLoaded(String.valueOf(e.getMessage()), e);
            }
        }
        return keys;
    }

    /** The hash under signatures of the keys. */
    static HashAlgorithm hash(Authority.KeyReference reference) {
        return HashAlgorithm.ofPolicyName(reference.hashAlgorithm()).orElse(HashAlgorithm.SHA256);
    }

    private static List<VerificationKey> parse(String pem) throws NotLoaded {
        List<VerificationKey> keys = new ArrayList<>();
        try {
            Optional<Pem.Decoded> block = Pem.next(pem);
            if (block.isEmpty()) {
                VerificationKey.fromPem(pem);
            }
            while (block.isPresent()) {
                if (keys.size() == MAX_KEYS) {
                    throw new NotLoaded("more than " + MAX_KEYS + " keys");
                }
                Pem.PemBlock found = block.get().block();
                keys.add(VerificationKey.fromPem(Pem.encode(found.label(), found.bytes())));
                block = Pem.next(block.get().rest());
            }
        } catch (CryptographyException e) {
            throw new NotLoaded(String.valueOf(e.getMessage()), e);
        }
        if (keys.isEmpty()) {
            throw new NotLoaded("PEM decoding failed");
        }
        return keys;
    }

    /** A Secret must have one member, whatever its name. */
    private String secret(Authority.SecretReference reference) throws NotLoaded {
        Optional<ObjectValue> secret;
        try {
            secret = context.cluster().get(ClusterReader.Kind.SECRET, systemNamespace, reference.name());
        } catch (ClusterException e) {
            throw new NotLoaded(String.valueOf(e.getMessage()), e);
        }
        if (secret.isEmpty()) {
            throw new NotLoaded("secret \"" + reference.name() + "\" not found");
        }
        ObjectValue data = secret.get().object("data").orElse(Value.EMPTY_OBJECT);
        if (data.members().size() != 1) {
            throw new NotLoaded("secret \"" + reference.name() + "\" contains "
                    + data.members().size() + " data entries, only one allowed");
        }
        String member = data.members().keySet().iterator().next();
        return data.text(member)
                .flatMap(StandardBase64::decode)
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .orElse("");
    }
}
