package dev.countersign.trust.source;

import dev.countersign.crypto.CertificatePem;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.Pem;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.Origin;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.ValidityWindow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gathers trust material from PEM texts, as cosign does from its targets: of certificates the self-issued ones are anchors, the others
 * may stand between; every key counts, always, since PEM states no window. Not thread-safe.
 */
final class PemMaterial {
    /** The largest text, in bytes: 256 KiB. */
    static final int MAX_BYTES = 1 << 18;

    /** The most keys, and the most certificates, of one kind. */
    static final int MAX_ITEMS = 100;

    private final String source;
    private final Certificates fulcio = new Certificates();
    private final Certificates tsa = new Certificates();
    private final List<LogKey> rekor = new ArrayList<>();
    private final List<LogKey> ctfe = new ArrayList<>();

    /**
     * Nothing yet.
     *
     * @param source the name that origins carry
     */
    PemMaterial(String source) {
        this.source = source;
    }

    /** The certificates of one kind. */
    private static final class Certificates {
        final List<ParsedCertificate> anchors = new ArrayList<>();
        final List<ParsedCertificate> intermediates = new ArrayList<>();
        final List<ParsedCertificate> leaves = new ArrayList<>();
        final List<String> files = new ArrayList<>();

        int size() {
            return anchors.size() + intermediates.size() + leaves.size();
        }
    }

    /**
     * Adds what one file holds, all of which must be understood.
     *
     * @param file its name
     * @param bytes PEM, at most {@value #MAX_BYTES}
     */
    void add(PemKind kind, String file, byte[] bytes) throws TrustRootException {
        if (bytes.length > MAX_BYTES) {
            throw defect(file, "the file is larger than " + MAX_BYTES + " bytes", "Is it the right one?");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        switch (kind) {
            case FULCIO -> certificates(fulcio, file, text, false);
            case TSA -> certificates(tsa, file, text, true);
            case REKOR -> keys(rekor, file, text);
            case CTFE -> keys(ctfe, file, text);
        }
    }

    private void certificates(Certificates gathered, String file, String text, boolean timestamps)
            throws TrustRootException {
        List<ParsedCertificate> certificates;
        try {
            certificates = CertificatePem.strict(text);
        } catch (CryptographyException e) {
            throw defect(file, e.getMessage(), "Put certificates in PEM there.");
        }
        if (certificates.isEmpty()) {
            throw defect(file, "the file holds no certificate", "Put certificates in PEM there.");
        }
        gathered.files.add(file);
        for (ParsedCertificate certificate : certificates) {
            if (gathered.size() == MAX_ITEMS) {
                throw defect(file, "there are more than " + MAX_ITEMS + " certificates", "Remove what is not needed.");
            }
            if (Arrays.equals(certificate.rawSubject(), certificate.rawIssuer())) {
                gathered.anchors.add(certificate);
            } else if (timestamps && !certificate.isCa()) {
                gathered.leaves.add(certificate);
            } else {
                gathered.intermediates.add(certificate);
            }
        }
    }

    private void keys(List<LogKey> gathered, String file, String text) throws TrustRootException {
        int before = gathered.size();
        Optional<Pem.Decoded> next = Pem.next(text);
        while (next.isPresent()) {
            Pem.PemBlock block = next.get().block();
            if (gathered.size() == MAX_ITEMS) {
                throw defect(file, "there are more than " + MAX_ITEMS + " keys", "Remove what is not needed.");
            }
            try {
                gathered.add(new LogKey(
                        VerificationKey.fromPem(Pem.encode(block.label(), block.bytes())),
                        ValidityWindow.ALWAYS,
                        origin(file)));
            } catch (CryptographyException e) {
                throw defect(file, e.getMessage(), "Put public keys in PEM there.");
            }
            next = Pem.next(text, next.get().end());
        }
        if (gathered.size() == before) {
            throw defect(file, "the file holds no public key", "Put public keys in PEM there.");
        }
    }

    /** What was added, together. */
    TrustMaterial material() throws TrustRootException {
        requireAnchors(fulcio);
        requireAnchors(tsa);
        List<CertificateAuthority> timestampAuthorities = new ArrayList<>();
        if (!tsa.anchors.isEmpty()) {
            if (tsa.leaves.isEmpty()) {
                timestampAuthorities.add(authority(tsa, Optional.empty()));
            }
            for (ParsedCertificate leaf : tsa.leaves) {
                timestampAuthorities.add(authority(tsa, Optional.of(leaf)));
            }
        }
        return new TrustMaterial(
                fulcio.anchors.isEmpty() ? List.of() : List.of(authority(fulcio, Optional.empty())),
                rekor,
                ctfe,
                timestampAuthorities);
    }

    private CertificateAuthority authority(Certificates gathered, Optional<ParsedCertificate> leaf) {
        return new CertificateAuthority(
                gathered.anchors,
                gathered.intermediates,
                ValidityWindow.ALWAYS,
                origin(String.join(", ", gathered.files)),
                leaf);
    }

    private void requireAnchors(Certificates gathered) throws TrustRootException {
        if (gathered.size() > 0 && gathered.anchors.isEmpty()) {
            throw defect(
                    String.join(", ", gathered.files),
                    "no certificate is self-signed, so that no chain can end",
                    "Add the root.");
        }
    }

    private Origin origin(String files) {
        return new Origin(source + ", " + files);
    }

    private TrustRootException defect(String file, @Nullable String why, String remedy) {
        return new TrustRootException(
                "the trust in " + source + " cannot be used: " + file + ": " + why + ". " + remedy);
    }
}
