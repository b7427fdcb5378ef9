package dev.countersign.verify.cosign;

import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.attestor.PolicyTrust;
import dev.countersign.verify.attestor.PolicyTrust.LogKeys;
import dev.countersign.verify.attestor.PolicyTrust.Roots;
import dev.countersign.verify.attestor.UndecidableException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The trust that one attestor rests on: a kind that the policy states replaces that kind, a kind that it does not state falls back
 * to the process-wide trust root (design, rule 8). Only kinds that the attestor needs are asked for, in Kyverno's order.
 */
final class AttestorTrust {
    private static final String FULCIO =
            "failed to get roots from fulcio: failed to fetch Fulcio roots: initializing tuf: ";
    private static final String REKOR = "failed to load Rekor public keys: ";
    private static final String CT_LOG = "failed to load CTLogs public keys: ";
    private static final String TUF = "updating local metadata and targets: error updating to TUF remote mirror: "
            + "tuf: failed to download root.json: ";

    private final CosignRequirement requirement;
    private final boolean keyed;
    private final TrustRoot process;

    private AttestorTrust(CosignRequirement requirement, boolean keyed, TrustRoot process) {
        this.requirement = requirement;
        this.keyed = keyed;
        this.process = process;
    }

    /**
     * The trust of an attestor; what the process has by issuer likewise.
     *
     * @param keyed whether it has a static key, so that no certificate authority is needed, and nothing by issuer
     */
    static TrustMaterial select(CosignRequirement requirement, boolean keyed, TrustRoot process)
            throws UndecidableException {
        Once asked = new Once(process);
        TrustMaterial others = new AttestorTrust(requirement, keyed, asked).material();
        Map<String, TrustMaterial> byIssuer = asked.snapshot
                .map(TrustSnapshot::material)
                .orElse(TrustMaterial.NONE)
                .byIssuer();
        if (keyed || byIssuer.isEmpty()) {
            return others;
        }
        Map<String, TrustMaterial> own = new LinkedHashMap<>();
        for (Map.Entry<String, TrustMaterial> issuer : byIssuer.entrySet()) {
            TrustSnapshot counted = TrustSnapshot.fixed(issuer.getValue());
            own.put(issuer.getKey(), new AttestorTrust(requirement, false, () -> counted).material());
        }
        return others.withIssuers(own);
    }

    /** Asks the process for all kinds of one moment. */
    private static final class Once implements TrustRoot {
        private final TrustRoot root;
        private Optional<TrustSnapshot> snapshot = Optional.empty();

        Once(TrustRoot root) {
            this.root = root;
        }

        @Override
        public TrustSnapshot snapshot() throws TrustRootException {
            if (snapshot.isEmpty()) {
                snapshot = Optional.of(root.snapshot());
            }
            return snapshot.get();
        }
    }

    private TrustMaterial material() throws UndecidableException {
        List<CertificateAuthority> authorities = authorities();
        List<LogKey> transparencyLogs = requirement.ignoreTlog()
                ? List.of()
                : logs(
                        requirement.rekorKeys(),
                        REKOR,
                        "failed to get rekor public keys: ",
                        "rekor.pubkey",
                        TrustMaterial::transparencyLogs);
        List<LogKey> ctLogs = requirement.ignoreSct()
                ? List.of()
                : logs(
                        requirement.ctKeys(),
                        CT_LOG,
                        "failed to get transparency log public keys: ",
                        "ctlog.pubkey",
                        TrustMaterial::ctLogs);
        return new TrustMaterial(authorities, transparencyLogs, ctLogs, List.of());
    }

    private List<CertificateAuthority> authorities() throws UndecidableException {
        if (requirement.roots() instanceof Roots.Stated stated) {
            return List.of(stated.authority());
        }
        return keyed ? List.of() : fromProcess(FULCIO, "roots", AttestorTrust::rootsOnly);
    }

    /**
     * Of the process-wide authorities cosign takes self-issued certificates only as anchors for signatures in annotations, and drops
     * the others.
     */
    private static List<CertificateAuthority> rootsOnly(TrustMaterial material) {
        return material.certificateAuthorities().stream()
                .map(authority -> new CertificateAuthority(
                        authority.anchors().stream()
                                .filter(anchor -> Arrays.equals(anchor.rawSubject(), anchor.rawIssuer()))
                                .toList(),
                        List.of(),
                        authority.validity(),
                        authority.origin()))
                .filter(authority -> !authority.anchors().isEmpty())
                .toList();
    }

    private List<LogKey> logs(
            LogKeys stated, String prefix, String malformed, String field, Function<TrustMaterial, List<LogKey>> kind)
            throws UndecidableException {
        if (stated instanceof LogKeys.Stated keys) {
            return keys.keys();
        }
        if (stated instanceof LogKeys.Malformed broken) {
            throw new UndecidableException(new Verdict.Rejected(
                    prefix + malformed + broken.message(),
                    List.of(new Reason(
                            "LOG_KEY_NOT_LOADED",
                            "",
                            field
                                    + (broken.first()
                                            ? " holds no public key that can be read"
                                            : " holds more than public keys that can be read"),
                            broken.message(),
                            "PEM blocks BEGIN PUBLIC KEY, at most " + PolicyTrust.MAX_KEYS,
                            broken.first() ? "Paste the log's public key." : "Remove whatever is no public key.")),
                    broken.first() ? List.of() : List.of(PolicyTrust.SEVERAL_KEYS)));
        }
        return fromProcess(prefix, field, kind);
    }

    private <T> List<T> fromProcess(String prefix, String field, Function<TrustMaterial, List<T>> kind)
            throws UndecidableException {
        try {
            return kind.apply(process.material());
        } catch (TrustRootException e) {
            throw new UndecidableException(new Verdict.Indeterminate(
                    prefix + TUF + e.getMessage(),
                    List.of(new Reason(
                            "NO_TRUST_ROOT",
                            "",
                            "the policy states no " + field + ", and this process has no trust root to fall back to: "
                                    + e.getMessage(),
                            "",
                            field,
                            "State " + field + " in the policy, or give the engine a trust root.")),
                    false,
                    e.divergence().isEmpty() ? List.of() : List.of(e.divergence())));
        }
    }
}
