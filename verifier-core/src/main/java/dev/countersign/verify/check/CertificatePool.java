package dev.countersign.verify.check;

import dev.countersign.crypto.ParsedCertificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Certificates found by their subject, as in Go's {@code x509.CertPool}. Immutable and thread-safe. */
final class CertificatePool {
    static final CertificatePool EMPTY = new CertificatePool(List.of());

    private final Map<String, List<ParsedCertificate>> bySubject = new HashMap<>();
    private final Set<String> fingerprints = new HashSet<>();

    CertificatePool(List<ParsedCertificate> certificates) {
        for (ParsedCertificate certificate : certificates) {
            if (fingerprints.add(certificate.fingerprint())) {
                bySubject
                        .computeIfAbsent(key(certificate.rawSubject()), subject -> new ArrayList<>())
                        .add(certificate);
            }
        }
    }

    boolean contains(ParsedCertificate certificate) {
        return fingerprints.contains(certificate.fingerprint());
    }

    int size() {
        return fingerprints.size();
    }

    /** Those whose subject is the child's issuer, byte by byte; the likeliest by key identifiers first. */
    List<ParsedCertificate> parentsOf(ParsedCertificate child) {
        List<ParsedCertificate> named = bySubject.getOrDefault(key(child.rawIssuer()), List.of());
        if (named.size() < 2) {
            return named;
        }
        byte[] wanted = child.authorityKeyId();
        List<ParsedCertificate> matching = new ArrayList<>();
        List<ParsedCertificate> oneSided = new ArrayList<>();
        List<ParsedCertificate> mismatching = new ArrayList<>();
        for (ParsedCertificate parent : named) {
            byte[] id = parent.subjectKeyId();
            if (Arrays.equals(id, wanted)) {
                matching.add(parent);
            } else if (id.length == 0 || wanted.length == 0) {
                oneSided.add(parent);
            } else {
                mismatching.add(parent);
            }
        }
        matching.addAll(oneSided);
        matching.addAll(mismatching);
        return matching;
    }

    private static String key(byte[] name) {
        return HexFormat.of().formatHex(name);
    }
}
