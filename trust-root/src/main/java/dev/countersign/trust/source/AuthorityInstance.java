package dev.countersign.trust.source;

import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.Origin;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.ValidityWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a {@code CertificateAuthority}: an item of {@code certificateAuthorities} or {@code timestampAuthorities}. */
final class AuthorityInstance {
    static final List<String> FIELDS = List.of("subject", "uri", "certChain", "validFor", "operator");

    private AuthorityInstance() {}

    /**
     * Reads one. Its last certificate is the anchor, those before may stand between.
     *
     * @param timestamps whether the first certificate, if it is no CA, is the one that signs
     */
    static CertificateAuthority read(ProtoMessage authority, String source, boolean timestamps)
            throws TrustRootException {
        String uri = authority.text("uri");
        authority.text("operator");
        Optional<ProtoMessage> subject = authority.message("subject", "organization", "commonName");
        if (subject.isPresent()) {
            subject.get().text("organization");
            subject.get().text("commonName");
        }
        ValidityWindow validity = TimeRange.read(authority, false);
        List<ParsedCertificate> chain = chain(authority.requiredMessage("certChain", "certificates"), authority);
        int last = chain.size() - 1;
        boolean signs = timestamps && !chain.get(0).isCa();
        if (signs && last == 0) {
            throw authority.defect(
                    "certChain",
                    "the chain has no root",
                    "one certificate, which is no CA: " + chain.get(0).subject(),
                    "the signer's certificate, intermediates, and the root last",
                    "Append the root");
        }
        return new CertificateAuthority(
                List.of(chain.get(last)),
                chain.subList(signs ? 1 : 0, last),
                validity,
                new Origin(source + ", " + authority.path() + (uri.isEmpty() ? "" : " (" + uri + ")")),
                signs ? Optional.of(chain.get(0)) : Optional.empty(),
                uri);
    }

    private static List<ParsedCertificate> chain(ProtoMessage certChain, ProtoMessage authority)
            throws TrustRootException {
        List<ParsedCertificate> chain = new ArrayList<>();
        for (ProtoMessage item : certChain.messages("certificates", TrustedRootReader.MAX_ITEMS, List.of("rawBytes"))) {
            byte[] der = item.requiredBytes("rawBytes", "base64 of a certificate in DER");
            try {
                chain.add(ParsedCertificate.parse(der));
            } catch (CryptographyException e) {
                throw item.defect(
                        "rawBytes",
                        "the certificate cannot be read: " + e.getMessage(),
                        der.length + " octets",
                        "a certificate in DER",
                        "Paste the certificate again");
            }
        }
        if (chain.isEmpty()) {
            throw authority.defect(
                    "certChain",
                    "the chain holds no certificate",
                    "nothing",
                    "intermediates, and the root last",
                    "State certChain.certificates");
        }
        return chain;
    }
}
