package dev.countersign.verify.check;

import dev.countersign.crypto.CertificateExtension;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.trust.TrustMaterial;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Something that is made of trust, once for each OIDC issuer that has trust of its own and once for all others
 * ({@link TrustMaterial#byIssuer}). Whose trust counts is chosen by the signer's certificate before anything is proven, which is safe: a
 * certificate that lies about its issuer is then judged by trust that does not vouch for it. Immutable where what is made is.
 *
 * @param <T> what is made
 */
public final class PerIssuer<T> {
    private final T others;
    private final Map<String, T> byIssuer;

    private PerIssuer(T others, Map<String, T> byIssuer) {
        this.others = others;
        this.byIssuer = byIssuer;
    }

    /** Makes it of the trust for others and for each issuer, each of which holds nothing by issuer. */
    public static <T> PerIssuer<T> of(TrustMaterial trust, Function<TrustMaterial, T> made) {
        Map<String, T> own = new LinkedHashMap<>();
        trust.byIssuer().forEach((issuer, material) -> own.put(issuer, made.apply(material)));
        return new PerIssuer<>(made.apply(trust.others()), own);
    }

    /** That for signatures by keys, and for certificates whose issuer has no trust of its own. */
    public T others() {
        return others;
    }

    /**
     * That for the holder of a certificate.
     *
     * @throws CheckFailure where the certificate says several issuers, one of which has trust of its own: the checks of an identity do not
     *     all read the same one, so that trust for the one would vouch for the other; or one that cannot be read
     */
    public T of(ParsedCertificate certificate) throws CheckFailure {
        if (byIssuer.isEmpty()) {
            return others;
        }
        Set<String> said = new TreeSet<>();
        for (CertificateExtension extension : certificate.extensions()) {
            CertificateSummary.statedIssuer(extension).ifPresent(said::add);
        }
        T chosen = others;
        for (String issuer : said) {
            T own = byIssuer.get(issuer);
            if (own != null && said.size() > 1) {
                throw CheckFailure.of(
                        "ISSUER_AMBIGUOUS",
                        "certificate states several OIDC issuers",
                        String.join(", ", said),
                        "one issuer, since " + issuer + " has trust of its own",
                        "Have the certificate issued anew.");
            }
            chosen = own == null ? chosen : own;
        }
        return chosen;
    }
}
