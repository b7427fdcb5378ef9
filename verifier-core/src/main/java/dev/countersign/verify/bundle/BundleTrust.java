package dev.countersign.verify.bundle;

import dev.countersign.crypto.VerificationKey;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.NoteKeyId;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.attestor.PolicyTrust;
import dev.countersign.verify.attestor.PolicyTrust.LogKeys;
import dev.countersign.verify.attestor.PolicyTrust.Roots;
import dev.countersign.verify.attestor.TimestampTrust;
import dev.countersign.verify.attestor.UndecidableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The trust that one attestor of bundles rests on: a kind that the policy states replaces that kind, a kind that it does not state falls
 * back to the process-wide trust root (design, rule 8). Only kinds that the attestor needs are asked for. Kyverno knows the process-wide
 * trust root only.
 *
 * @param material what counts
 * @param process the process-wide material, where it was needed
 * @param noTimestamps why no timestamp authority is known, where the process-wide trust root would have to tell and could not
 */
record BundleTrust(
        TrustMaterial material, Optional<TrustMaterial> process, Optional<UndecidableException> noTimestamps) {
    private static final int SHORT_ID_BYTES = 4;
    private static final String TUF =
            "initializing tuf: updating local metadata and targets: error updating to TUF remote"
                    + " mirror: tuf: failed to download root.json: ";

    /** What Kyverno writes before the cause. */
    static final String NO_MATERIAL = "failed to get trusted material: ";

    /**
     * The trust of an attestor; what the process has by issuer likewise.
     *
     * @param signer who must have signed: a static key needs no certificate authority, and only a certificate with a chain has promises
     * @param image as messages name it
     */
    static BundleTrust select(
            BundleRequirement requirement, PolicySigner signer, String image, VerificationContext context)
            throws UndecidableException {
        BundleTrust trust = new Selection(requirement, image, context.trustRoot()).select(signer);
        Map<String, TrustMaterial> byIssuer =
                trust.process().map(TrustMaterial::byIssuer).orElse(Map.of());
        if (byIssuer.isEmpty()) {
            return trust;
        }
        Map<String, TrustMaterial> own = new LinkedHashMap<>();
        for (Map.Entry<String, TrustMaterial> issuer : byIssuer.entrySet()) {
            TrustSnapshot counted = TrustSnapshot.fixed(issuer.getValue());
            own.put(
                    issuer.getKey(),
                    new Selection(requirement, image, () -> counted)
                            .select(signer)
                            .material());
        }
        return new BundleTrust(trust.material().withIssuers(own), trust.process(), trust.noTimestamps());
    }

    /** One selection; asks the process-wide trust root at most once. */
    private static final class Selection {
        private final BundleRequirement requirement;
        private final String image;
        private final TrustRoot root;
        private Optional<TrustMaterial> process = Optional.empty();

        Selection(BundleRequirement requirement, String image, TrustRoot root) {
            this.requirement = requirement;
            this.image = image;
            this.root = root;
        }

        BundleTrust select(PolicySigner signer) throws UndecidableException {
            boolean keyed = signer.key().isPresent() || signer.authorities().isPresent();
            List<CertificateAuthority> authorities =
                    keyed || !requirement.needsAuthorities() ? List.of() : authorities();
            List<LogKey> logs = requirement.ignoreTlog()
                    ? List.of()
                    : requirement.rekorKeys() instanceof LogKeys.Stated stated
                            ? named(stated.keys(), requirement.rekorUrl())
                            : fallBack(
                                    requirement.rekorKeys(),
                                    Divergences.LOG_KEYS,
                                    "rekor.pubkey",
                                    TrustMaterial::transparencyLogs);
            List<LogKey> ctLogs = signer.needsChain() && !requirement.ignoreSct() ? ctLogs() : List.of();
            List<CertificateAuthority> timestamps = List.of();
            Optional<UndecidableException> noTimestamps = Optional.empty();
            if (!requirement.ignoreSct()) {
                try {
                    timestamps = timestamps();
                } catch (UndecidableException e) {
                    // A log may tell the time as well, so that this counts only if none does.
                    if (requirement.ignoreTlog() || requirement.timestamps() instanceof TimestampTrust.Malformed) {
                        throw e;
                    }
                    noTimestamps = Optional.of(e);
                }
            }
            return new BundleTrust(new TrustMaterial(authorities, logs, ctLogs, timestamps), process, noTimestamps);
        }

        private List<CertificateAuthority> authorities() throws UndecidableException {
            if (requirement.roots() instanceof Roots.Stated stated) {
                return List.of(stated.authority());
            }
            if (requirement.roots() instanceof Roots.Malformed) {
                throw malformed(
                        "failed to load Root certificates: error creating root cert pool",
                        "roots",
                        "PEM blocks BEGIN CERTIFICATE",
                        Divergences.ROOTS);
            }
            return fromProcess("roots").certificateAuthorities();
        }

        private List<LogKey> fallBack(
                LogKeys stated, String divergence, String field, Function<TrustMaterial, List<LogKey>> kind)
                throws UndecidableException {
            if (stated instanceof LogKeys.Malformed broken) {
                throw malformed(
                        "failed to get " + field + ": " + broken.message(),
                        field,
                        "PEM blocks BEGIN PUBLIC KEY, at most " + PolicyTrust.MAX_KEYS,
                        divergence);
            }
            return kind.apply(fromProcess(field));
        }

        /** Kyverno never looks at certificate timestamps here; the policy's own log is asked for where it states one. */
        private List<LogKey> ctLogs() throws UndecidableException {
            if (requirement.ctKeys() instanceof LogKeys.Stated stated) {
                return stated.keys();
            }
            return requirement.ctKeys() instanceof LogKeys.Malformed
                    ? fallBack(requirement.ctKeys(), Divergences.CT_LOG_KEYS, "ctlog.pubkey", TrustMaterial::ctLogs)
                    : List.of();
        }

        private List<CertificateAuthority> timestamps() throws UndecidableException {
            if (requirement.timestamps() instanceof TimestampTrust.Stated stated) {
                return stated.authorities();
            }
            if (requirement.timestamps() instanceof TimestampTrust.Malformed broken) {
                throw malformed(
                        broken.message(),
                        "ctlog.tsaCertChain",
                        "the timestamp authority's certificates in PEM",
                        Divergences.TIMESTAMP_AUTHORITIES);
            }
            return fromProcess("ctlog.tsaCertChain").timestampAuthorities();
        }

        private TrustMaterial fromProcess(String field) throws UndecidableException {
            try {
                if (process.isEmpty()) {
                    process = Optional.of(root.material());
                }
                return process.get();
            } catch (TrustRootException e) {
                throw new UndecidableException(new Verdict.Indeterminate(
                        NO_MATERIAL + image + ": " + TUF + e.getMessage(),
                        List.of(new Reason(
                                "NO_TRUST_ROOT",
                                "",
                                "the policy states no " + field
                                        + ", and this process has no trust root to fall back to: " + e.getMessage(),
                                "",
                                field,
                                "State " + field + " in the policy, or give the engine a trust root.")),
                        false,
                        e.divergence().isEmpty() ? List.of() : List.of(e.divergence())));
            }
        }

        private UndecidableException malformed(String message, String field, String expected, String divergence) {
            return new UndecidableException(new Verdict.Rejected(
                    NO_MATERIAL + image + ": " + message,
                    List.of(new Reason(
                            "TRUST_NOT_LOADED",
                            "",
                            field + " holds something else than it should",
                            message,
                            expected,
                            "Correct " + field + ", or remove it to fall back to the process-wide trust root.")),
                    List.of(divergence)));
        }
    }

    /** The policy's logs under every id by which they may call themselves, at the address that the policy states. */
    private static List<LogKey> named(List<LogKey> keys, String address) {
        Set<LogKey> named = new LinkedHashSet<>();
        for (LogKey log : keys) {
            List<byte[]> ids =
                    new ArrayList<>(List.of(HexFormat.of().parseHex(log.key().id())));
            if (!log.key().kind().equals(VerificationKey.Kind.RSA)) {
                NoteKeyId.nameOf(address).ifPresent(name -> ids.add(NoteKeyId.of(name, log.key())));
            }
            for (byte[] id : ids) {
                for (byte[] form : List.of(id, Arrays.copyOf(id, SHORT_ID_BYTES))) {
                    named.add(new LogKey(
                            log.key(),
                            log.validity(),
                            log.origin(),
                            HexFormat.of().formatHex(form),
                            address));
                }
            }
        }
        return List.copyOf(named);
    }
}
