package dev.countersign.clusterimagepolicy;

import dev.countersign.policy.sigstore.Authority;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.verify.VerificationContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The trust of one authority: what the TrustRoots hold that it names, and the trust root of the process where it names none. Immutable.
 *
 * @param material authorities, logs and CT logs
 * @param ignoreTlog whether no log entry is asked for
 * @param rekorUrl where an entry would be looked up
 * @param timestamps whose timestamps are asked for; absent: none is
 * @param divergences that every answer rests on
 */
record AuthorityTrust(
        TrustMaterial material,
        boolean ignoreTlog,
        String rekorUrl,
        Optional<List<CertificateAuthority>> timestamps,
        List<String> divergences) {
    private static final String TUF = "updating local metadata and targets: error updating to TUF remote mirror: "
            + "tuf: failed to download root.json: ";

    /** The trust cannot be had; the message is policy-controller's. */
    static final class NotLoaded extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient List<String> divergences;

        NotLoaded(String message) {
            this(message, List.of());
        }

        NotLoaded(String message, List<String> divergences) {
            super(message);
            this.divergences = List.copyOf(divergences);
        }

        /** Numbers that the refusal rests on. */
        List<String> divergences() {
            return divergences;
        }
    }

    /** Selects it, in policy-controller's order. */
    static AuthorityTrust of(Authority authority, Map<String, TrustRoot> trustRoots, VerificationContext context)
            throws NotLoaded {
        return new Selection(authority, trustRoots, context).select();
    }

    private static final class Selection {
        private final Authority authority;
        private final Map<String, TrustRoot> trustRoots;
        private final TrustRoot process;
        private final List<String> divergences = new ArrayList<>();

        Selection(Authority authority, Map<String, TrustRoot> trustRoots, VerificationContext context) {
            this.authority = authority;
            this.trustRoots = trustRoots;
            this.process = context.trustRoot();
        }

        /** A bundle rests on one TrustRoot, or on that of the process; where its log is not asked for, its timestamp is. */
        private AuthorityTrust selectForBundles(Authority.Keyless keyless) throws NotLoaded {
            String reference = keyless.trustRootRef();
            TrustMaterial material = reference.isEmpty()
                    ? process("failed to fetch trusted root: initializing tuf: ")
                    : named(reference, "");
            BundleRules.requireOneRoot(authority, reference);
            if (authority
                    .timestamp()
                    .filter(asked -> asked.trustRootRef().isEmpty())
                    .isPresent()) {
                divergences.add(Divergences.TIMESTAMP_REQUIRED);
            }
            return new AuthorityTrust(
                    material,
                    authority.timestamp().isPresent(),
                    "",
                    authority.timestamp().map(asked -> material.timestampAuthorities()),
                    List.copyOf(divergences));
        }

        AuthorityTrust select() throws NotLoaded {
            if (authority.format() == Authority.Format.BUNDLE) {
                return selectForBundles(BundleRules.keyless(authority));
            }
            List<CertificateAuthority> authorities = List.of();
            List<LogKey> ctLogs = List.of();
            boolean isPublic = false;
            if (authority.signer() instanceof Authority.Keyless keyless) {
                isPublic = keyless.trustRootRef().isEmpty();
                TrustMaterial material = isPublic
                        ? process("getting Fulcio certs: " + authority.name()
                                + ": failed to fetch Fulcio roots: initializing tuf: ")
                        : named(keyless.trustRootRef(), "getting Fulcio certs: " + authority.name() + ": ");
                authorities = material.certificateAuthorities();
                ctLogs = material.ctLogs();
            }
            List<LogKey> logs = List.of();
            boolean ignoreTlog = true;
            String url = "";
            String prefix = "getting Rekor public keys: " + authority.name() + ": ";
            Optional<Authority.ContentLog> ctlog = authority.ctlog();
            if (ctlog.isPresent() && !ctlog.get().trustRootRef().isEmpty()) {
                url = ctlog.get().url();
                if (url.isEmpty()) {
                    divergences.add(Divergences.LOG_WITHOUT_URL);
                }
                logs = named(ctlog.get().trustRootRef(), prefix + "fetching keys for trustRootRef: ")
                        .transparencyLogs();
                ignoreTlog = false;
            } else if (isPublic || (ctlog.isPresent() && !ctlog.get().url().isEmpty())) {
                logs = process(prefix + "getting Rekor public keys: ").transparencyLogs();
                ignoreTlog = false;
                url = ctlog.map(Authority.ContentLog::url).orElse("");
            }
            Optional<List<CertificateAuthority>> timestamps = Optional.empty();
            if (authority.timestamp().isPresent()) {
                String reference = authority.timestamp().get().trustRootRef();
                if (reference.isEmpty()) {
                    divergences.add(Divergences.TIMESTAMP_REQUIRED);
                }
                List<CertificateAuthority> found =
                        (reference.isEmpty() ? process("") : named(reference, "")).timestampAuthorities();
                if (found.size() > 1 || !reference.isEmpty() && found.stream().noneMatch(Selection::isInline)) {
                    divergences.add(Divergences.SEVERAL_TIMESTAMP_AUTHORITIES);
                }
                timestamps = Optional.of(found);
                // As in policy-controller, a timestamp stands in for the log entry.
                ignoreTlog = true;
            }
            return new AuthorityTrust(
                    new TrustMaterial(authorities, logs, ctLogs, List.of()),
                    ignoreTlog,
                    url,
                    timestamps,
                    List.copyOf(divergences));
        }

        /** Whether it stands in the TrustRoot itself: of those in TUF repositories policy-controller reads some only. */
        private static boolean isInline(CertificateAuthority authority) {
            return authority.origin().description().contains("spec.sigstoreKeys");
        }

        private TrustMaterial named(String name, String prefix) throws NotLoaded {
            TrustRoot root = trustRoots.get(name);
            if (root == null) {
                throw new NotLoaded(prefix + "trustRootRef " + name + " not found", divergences);
            }
            try {
                return root.material();
            } catch (TrustRootException e) {
                throw new NotLoaded(prefix + "trustRootRef " + name + " not found: " + e.getMessage(), divergences);
            }
        }

        private TrustMaterial process(String prefix) throws NotLoaded {
            try {
                return process.material();
            } catch (TrustRootException e) {
                throw new NotLoaded(prefix + TUF + e.getMessage(), divergences);
            }
        }
    }
}
