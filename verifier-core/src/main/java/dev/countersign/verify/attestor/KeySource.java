package dev.countersign.verify.attestor;

import dev.countersign.cluster.ClusterException;
import dev.countersign.cluster.ClusterReader;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.StandardBase64;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.document.Value;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.verify.KeyResolver;
import dev.countersign.verify.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the static key of an attestor comes from (Kyverno spec 8.2): PEM in the policy, the name of a key, or a certificate. Names of files,
 * addresses and environment variables are never followed: a policy does not make this process read them.
 */
public sealed interface KeySource {

    /** A key of the policy itself. */
    record Known(VerificationKey key) implements KeySource {}

    /** The key of a certificate in the policy, which counts only within the certificate's window (divergence D16). */
    record OfCertificate(ParsedCertificate certificate, VerificationKey key) implements KeySource {}

    /**
     * A certificate in the policy beside the chain of its issuers, which Kyverno checks against each other first.
     *
     * @param chain the issuers, the root last; at least one
     */
    record OfChainedCertificate(ParsedCertificate certificate, List<ParsedCertificate> chain) implements KeySource {
        public OfChainedCertificate {
            chain = List.copyOf(chain);
        }
    }

    /**
     * Text that is no key and leads to none.
     *
     * @param message Kyverno's
     * @param unreachable whether no connection was possible, which Kyverno tells as status {@code error}
     * @param isOpen whether nothing is proven: what was asked might hold the key
     */
    record Broken(String message, Reason reason, boolean unreachable, boolean isOpen) implements KeySource {
        Broken(String message, Reason reason, boolean unreachable) {
            this(message, reason, unreachable, unreachable);
        }
    }

    /** A Secret of the cluster. */
    record InSecret(String reference, String namespace, String name, HashAlgorithm hash) implements KeySource {

        /** The key, or why there is none. */
        public KeySource read(ClusterReader cluster) {
            try {
                Optional<Value.ObjectValue> secret = cluster.get(ClusterReader.Kind.SECRET, namespace, name);
                if (secret.isEmpty()) {
                    return notLoaded(
                            "checking if secret exists: secrets \"" + name + "\" not found",
                            "the Secret does not exist");
                }
                String pem = decode(secret.get()
                        .object("data")
                        .flatMap(data -> data.text(SECRET_FIELD))
                        .orElse(""));
                VerificationKey key = VerificationKey.fromPem(pem);
                key.requireVerifier(hash);
                return new Known(key);
            } catch (ClusterException e) {
                return new Broken(
                        "failed to load public key from " + reference + ": checking if secret exists: "
                                + e.getMessage(),
                        new Reason(
                                "CLUSTER_UNREACHABLE",
                                "",
                                "the Secret that holds the key could not be read",
                                reference,
                                "",
                                "Try again when the cluster answers."),
                        true);
            } catch (CryptographyException e) {
                return notLoaded(
                        String.valueOf(e.getMessage()), "the Secret holds no public key under " + SECRET_FIELD);
            }
        }

        private Broken notLoaded(String cause, String message) {
            return new Broken(
                    "failed to load public key from " + reference + ": " + cause,
                    new Reason(
                            "KEY_NOT_LOADED",
                            "",
                            message,
                            reference,
                            "a Secret with a PEM public key under " + SECRET_FIELD,
                            "Create the Secret, or write the public key into the policy."),
                    false);
        }

        private static String decode(String base64) {
            return StandardBase64.decode(base64)
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                    .orElse("");
        }
    }

    /** A key in a key management system, which a {@link KeyResolver} of the caller asks. */
    record InKeyManagement(String reference, HashAlgorithm hash) implements KeySource {}

    /** The member of a Secret that holds a key. */
    String SECRET_FIELD = "cosign.pub";

    /** A Secret by its address. */
    Pattern SECRET_URL = Pattern.compile("k8s://([^/]+)/([^/]+)");

    /** Linux's bound on one component of a file name. */
    int MAX_FILE_NAME = 255;

    /** Linux's bound on a path. */
    int MAX_PATH = 4096;

    /** Where the key of that attestor comes from. */
    static KeySource of(AttestorIdentity.Keys keys, HashAlgorithm hash) {
        if (!keys.publicKeys().isEmpty()) {
            return keys.publicKeys().strip().startsWith("-----BEGIN PUBLIC KEY-----")
                    ? inline(keys.publicKeys().strip(), hash)
                    : named(keys.publicKeys(), hash);
        }
        if (keys.secret().isPresent()) {
            AttestorIdentity.SecretReference secret = keys.secret().get();
            return named("k8s://" + secret.namespace() + "/" + secret.name(), hash);
        }
        return named(keys.kms(), hash);
    }

    private static KeySource inline(String pem, HashAlgorithm hash) {
        try {
            VerificationKey key = VerificationKey.fromPem(pem);
            key.requireVerifier(hash);
            return new Known(key);
        } catch (CryptographyException e) {
            String cause = String.valueOf(e.getMessage());
            boolean unfit = cause.equals("invalid hash function specified");
            return new Broken(
                    "failed to load public key from PEM: " + (unfit ? "" : "pem to public key: ") + cause,
                    new Reason(
                            "KEY_NOT_LOADED",
                            "",
                            unfit
                                    ? "signatureAlgorithm " + hash.policyName() + " does not fit this kind of key"
                                    : "publicKeys holds no public key that can be read",
                            cause,
                            "one PEM block BEGIN PUBLIC KEY, its lines not indented",
                            "Paste the key as \"cosign public-key\" prints it."),
                    false);
        }
    }

    private static KeySource named(String reference, HashAlgorithm hash) {
        Matcher secret = SECRET_URL.matcher(reference);
        if (secret.matches()) {
            return new InSecret(reference, secret.group(1), secret.group(2), hash);
        }
        if (KeyResolver.SCHEMES.stream().anyMatch(reference::startsWith)) {
            return new InKeyManagement(reference, hash);
        }
        boolean address = reference.startsWith("https://") || reference.startsWith("http://");
        return new Broken(
                "failed to load public key from " + reference + ": " + cause(reference, address),
                new Reason(
                        "KEY_NOT_LOADED",
                        "",
                        "publicKeys is neither a public key in PEM nor the name of a Secret; files, addresses and "
                                + "environment variables that a policy names are never read",
                        reference.length() > 60 ? reference.substring(0, 60) + "…" : reference,
                        "a PEM block that begins with BEGIN PUBLIC KEY in the first line, or k8s://namespace/name",
                        "Write the public key itself into the policy; remove whatever stands before its first line."),
                address);
    }

    private static String cause(String reference, boolean address) {
        if (address) {
            return "Get \"" + reference + "\": dial tcp: keys are not fetched from addresses";
        }
        if (reference.startsWith("env://")) {
            return "loading URL: env var $" + reference.substring("env://".length()) + " not found";
        }
        int scheme = reference.indexOf("://");
        if (scheme >= 0) {
            return "loading URL: unrecognized scheme: " + reference.substring(0, scheme) + "://";
        }
        byte[] path = reference.getBytes(StandardCharsets.UTF_8);
        return "open " + reference + ": "
                + (isTooLong(reference, path) ? "file name too long" : "no such file or directory");
    }

    /** Whether Linux gives up on the name before it looks for a file. */
    private static boolean isTooLong(String reference, byte[] path) {
        int start = reference.startsWith("/") ? 1 : 0;
        int end = reference.indexOf('/', start);
        String first = reference.substring(start, end < 0 ? reference.length() : end);
        return path.length >= MAX_PATH || first.getBytes(StandardCharsets.UTF_8).length > MAX_FILE_NAME;
    }
}
