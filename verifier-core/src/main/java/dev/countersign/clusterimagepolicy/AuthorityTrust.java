package dev.countersign.clusterimagepolicy;

import dev.countersign.policy.sigstore.Authority;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.resource.ResourceTrust;
import dev.countersign.verify.VerificationContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The trust of one authority: what the TrustRoots hold that it names, and the trust root of the process where it names none. Immutable.
 *
 * @param material all that counts: authorities, logs, CT logs, and timestamp authorities where a timestamp is asked for
 * @param ignoreTlog whether no log entry is asked for
 * @param rekorUrl where an entry would be looked up
 * @param stamped whether a timestamp is asked for
 * @param divergences that every answer rests on
 */
record AuthorityTrust(
        TrustMaterial material, boolean ignoreTlog, String rekorUrl, boolean stamped, List<String> divergences) {
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
    static AuthorityTrust of(Authority authority, Function<String, TrustRoot> trustRoots, VerificationContext context)
            throws NotLoaded {
        return new Selection(authority, trustRoots, context).select();
    }

    private static final class Selection {
        private final Authority authority;
        private final Function<String, TrustRoot> trustRoots;
        private final TrustRoot process;
        private final List<String> divergences = new ArrayList<>();
        private TrustMaterial signers = TrustMaterial.NONE;
        private TrustMaterial logs = TrustMaterial.NONE;
        private TrustMaterial stamps = TrustMaterial.NONE;

        Selection(Authority authority, Function<String, TrustRoot> trustRoots, VerificationContext context) {
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
            boolean stamped = authority.timestamp().isPresent();
            signers = material;
            logs = material;
            stamps = stamped ? material : TrustMaterial.NONE;
            return new AuthorityTrust(composed(), stamped, "", stamped, List.copyOf(divergences));
        }

        /** The kinds together, each from where it was found, for each issuer that any of them sets apart. */
        private TrustMaterial composed() {
            Set<String> issuers = new LinkedHashSet<>(signers.byIssuer().keySet());
            issuers.addAll(logs.byIssuer().keySet());
            issuers.addAll(stamps.byIssuer().keySet());
            Map<String, TrustMaterial> byIssuer = new LinkedHashMap<>();
            for (String issuer : issuers) {
                byIssuer.put(issuer, composed(material -> material.forIssuer(issuer)));
            }
            return composed(TrustMaterial::others).withIssuers(byIssuer);
        }

        private TrustMaterial composed(UnaryOperator<TrustMaterial> counted) {
            TrustMaterial signing = counted.apply(signers);
            return new TrustMaterial(
                    signing.certificateAuthorities(),
                    counted.apply(logs).transparencyLogs(),
                    signing.ctLogs(),
                    counted.apply(stamps).timestampAuthorities());
        }

        AuthorityTrust select() throws NotLoaded {
            if (authority.format() == Authority.Format.BUNDLE) {
                return selectForBundles(BundleRules.keyless(authority));
            }
            boolean isPublic = false;
            if (authority.signer() instanceof Authority.Keyless keyless) {
                isPublic = keyless.trustRootRef().isEmpty();
                signers = isPublic
                        ? process("getting Fulcio certs: " + authority.name()
                                + ": failed to fetch Fulcio roots: initializing tuf: ")
                        : named(keyless.trustRootRef(), "getting Fulcio certs: " + authority.name() + ": ");
            }
            boolean ignoreTlog = true;
            String url = "";
            String prefix = "getting Rekor public keys: " + authority.name() + ": ";
            Optional<Authority.ContentLog> ctlog = authority.ctlog();
            if (ctlog.isPresent() && !ctlog.get().trustRootRef().isEmpty()) {
                url = ctlog.get().url();
                if (url.isEmpty()) {
                    divergences.add(Divergences.LOG_WITHOUT_URL);
                }
                logs = named(ctlog.get().trustRootRef(), prefix + "fetching keys for trustRootRef: ");
                ignoreTlog = false;
            } else if (isPublic || (ctlog.isPresent() && !ctlog.get().url().isEmpty())) {
                logs = process(prefix + "getting Rekor public keys: ");
                ignoreTlog = false;
                url = ctlog.map(Authority.ContentLog::url).orElse("");
            }
            boolean stamped = authority.timestamp().isPresent();
            if (stamped) {
                String reference = authority.timestamp().get().trustRootRef();
                if (reference.isEmpty()) {
                    divergences.add(Divergences.TIMESTAMP_REQUIRED);
                }
                stamps = reference.isEmpty() ? process("") : named(reference, "");
                boolean isNamed = !reference.isEmpty();
                if (Stream.concat(Stream.of(stamps), stamps.byIssuer().values().stream())
                        .map(TrustMaterial::timestampAuthorities)
                        .anyMatch(found ->
                                found.size() > 1 || isNamed && found.stream().noneMatch(Selection::isInline))) {
                    divergences.add(Divergences.SEVERAL_TIMESTAMP_AUTHORITIES);
                }
                // As in policy-controller, a timestamp stands in for the log entry.
                ignoreTlog = true;
            }
            return new AuthorityTrust(composed(), ignoreTlog, url, stamped, List.copyOf(divergences));
        }

        /** Whether it stands in the TrustRoot itself: of those in TUF repositories policy-controller reads some only. */
        private static boolean isInline(CertificateAuthority authority) {
            return authority.origin().description().contains("spec.sigstoreKeys");
        }

        private TrustMaterial named(String name, String prefix) throws NotLoaded {
            try {
                TrustMaterial material = trustRoots.apply(name).material();
                divergences.addAll(ResourceTrust.divergences(material));
                return material;
            } catch (TrustRootException e) {
                throw notLoaded(
                        prefix + "trustRootRef " + name + " not found" + (e.isWithdrawn() ? "" : ": " + e.getMessage()),
                        e);
            }
        }

        private TrustMaterial process(String prefix) throws NotLoaded {
            try {
                return process.material();
            } catch (TrustRootException e) {
                throw notLoaded(prefix + TUF + e.getMessage(), e);
            }
        }

        private NotLoaded notLoaded(String message, TrustRootException failure) {
            if (!failure.divergence().isEmpty()) {
                divergences.add(failure.divergence());
            }
            return new NotLoaded(message, divergences);
        }
    }
}
