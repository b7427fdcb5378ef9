package dev.countersign.policy.sigstore;

import java.util.List;
import java.util.Optional;

/**
 * Somebody who may have signed ({@code spec.authorities[]}). Immutable.
 *
 * @param name as written, or {@code authority-<index>}
 * @param place of the authority within the policy: {@code spec.authorities[0]}
 * @param signer who it is
 * @param source where signatures are stored, when not beside the image
 * @param ctlog asks for an entry of a transparency log
 * @param timestamp asks for a timestamp ({@code rfc3161timestamp}); it stands in for the log entry then
 * @param attestations asks for attestations instead of signatures; each of them
 * @param format how signatures are stored
 */
public record Authority(
        String name,
        String place,
        Signer signer,
        Optional<Source> source,
        Optional<ContentLog> ctlog,
        Optional<Timestamps> timestamp,
        List<WantedAttestation> attestations,
        Format format) {
    public Authority {
        attestations = List.copyOf(attestations);
    }

    Authority withoutLog() {
        return new Authority(name, place, signer, source, Optional.empty(), timestamp, attestations, format);
    }

    /** Who must have signed. */
    public sealed interface Signer {}

    /**
     * Nobody: the answer is fixed.
     *
     * @param pass whether it is yes
     * @param message what a refusal says
     */
    public record Static(boolean pass, String message) implements Signer {}

    /** Whoever holds a key. */
    public record Key(KeyReference key) implements Signer {}

    /**
     * Whoever got a short-lived certificate for one of these identities.
     *
     * @param url of the certificate authority, which is never asked; empty where {@code caCert} stands
     * @param caCert verifies nothing in policy-controller
     * @param identities any of them is enough; at least one
     * @param trustRootRef the name of a TrustRoot; empty: the trust root of the process
     * @param insecureIgnoreSct whether no certificate timestamp is asked for
     */
    public record Keyless(
            String url,
            Optional<KeyReference> caCert,
            List<Identity> identities,
            String trustRootRef,
            boolean insecureIgnoreSct)
            implements Signer {
        public Keyless {
            identities = List.copyOf(identities);
        }
    }

    /**
     * A key: exactly one of the first three.
     *
     * @param data PEM
     * @param secret a Secret with one member, whose namespace may be empty: policy-controller's own
     * @param kms the name of a key in a key management system
     * @param hashAlgorithm lower case; {@code sha256} where none is written
     */
    public record KeyReference(String data, Optional<SecretReference> secret, String kms, String hashAlgorithm) {}

    /** A Secret. */
    public record SecretReference(String namespace, String name) {}

    /** Whose certificate it is: exactly one of issuer and issuerRegExp, and exactly one of subject and subjectRegExp. */
    public record Identity(String issuer, String issuerRegExp, String subject, String subjectRegExp) {}

    /**
     * Where signatures are ({@code source[0]}).
     *
     * @param oci the repository; empty: the image's
     * @param tagPrefix before the tag under which signatures are; empty: none
     * @param pullSecrets names of Secrets in the object's namespace, with logins for the repository
     */
    public record Source(String oci, String tagPrefix, List<String> pullSecrets) {
        public Source {
            pullSecrets = List.copyOf(pullSecrets);
        }
    }

    /**
     * A transparency log.
     *
     * @param url empty where none is written
     * @param trustRootRef the name of the TrustRoot that holds its keys; empty: the trust root of the process
     */
    public record ContentLog(String url, String trustRootRef) {}

    /**
     * Timestamp authorities.
     *
     * @param trustRootRef the name of the TrustRoot that holds them; empty: the trust root of the process
     */
    public record Timestamps(String trustRootRef) {}

    /**
     * An attestation that must be there.
     *
     * @param name under which the answer lists it
     * @param predicateType an address or one of cosign's short names
     */
    public record WantedAttestation(String name, String predicateType) {}

    /** How signatures are stored ({@code signatureFormat}). */
    public enum Format {
        /** In cosign's own layout; the default. */
        LEGACY,
        /** As Sigstore bundles. */
        BUNDLE
    }
}
