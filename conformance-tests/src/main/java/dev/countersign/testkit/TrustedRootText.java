package dev.countersign.testkit;

import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.ValidityWindow;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes trust material as {@code trusted_root.json}; what states no beginning counts since 2000. Its logs have P-256 keys. Stateless and
 * thread-safe.
 */
final class TrustedRootText {
    private static final Instant ALWAYS = Instant.parse("2000-01-01T00:00:00Z");

    private TrustedRootText() {}

    static String of(TrustMaterial trust) {
        return "{\"mediaType\":\"application/vnd.dev.sigstore.trustedroot+json;version=0.1\",\"tlogs\":"
                + logs(trust.transparencyLogs(), "https://rekor.test") + ",\"certificateAuthorities\":"
                + authorities(trust.certificateAuthorities(), "https://fulcio.test") + ",\"ctlogs\":"
                + logs(trust.ctLogs(), "https://ctlog.test") + ",\"timestampAuthorities\":"
                + authorities(trust.timestampAuthorities(), "https://tsa.test") + "}";
    }

    private static String logs(List<LogKey> logs, String address) {
        return logs.stream()
                .map(log -> "{\"baseUrl\":\"" + (log.baseUrl().isEmpty() ? address : log.baseUrl())
                        + "\",\"hashAlgorithm\":\"SHA2_256\",\"publicKey\":{\"rawBytes\":\""
                        + Texts.base64(log.key().spki()) + "\",\"keyDetails\":\"PKIX_ECDSA_P256_SHA_256\","
                        + window(log.validity())
                        + "},\"logId\":{\"keyId\":\""
                        + Texts.base64(HexFormat.of().parseHex(log.id())) + "\"}}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String authorities(List<CertificateAuthority> authorities, String address) {
        return authorities.stream()
                .map(authority -> "{\"subject\":{\"organization\":\"virtual\",\"commonName\":\"virtual\"},\"uri\":\""
                        + address + "\",\"certChain\":{\"certificates\":" + chain(authority) + "},"
                        + window(authority.validity()) + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String window(ValidityWindow window) {
        return "\"validFor\":{\"start\":\"" + window.start().orElse(ALWAYS) + "\""
                + window.end().map(end -> ",\"end\":\"" + end + "\"").orElse("") + "}";
    }

    private static String chain(CertificateAuthority authority) {
        return Stream.of(authority.leaf().stream(), authority.intermediates().stream(), authority.anchors().stream())
                .flatMap(part -> part)
                .map(ParsedCertificate::der)
                .map(der -> "{\"rawBytes\":\"" + Texts.base64(der) + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
