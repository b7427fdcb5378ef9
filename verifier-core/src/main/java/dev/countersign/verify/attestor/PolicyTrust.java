package dev.countersign.verify.attestor;

import dev.countersign.crypto.CertificatePem;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.Pem;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.Origin;
import dev.countersign.trust.ValidityWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Trust that stands in a policy as PEM, read once. */
public final class PolicyTrust {
    /** No more keys are read of one field. */
    public static final int MAX_KEYS = 32;

    /** The number of the divergence: several PEM blocks are several keys. */
    public static final String SEVERAL_KEYS = "D05";

    private PolicyTrust() {}

    /** A field of a policy that holds log keys. */
    public sealed interface LogKeys {
        /** The field states none: those of the process count. */
        record Absent() implements LogKeys {}

        /** The field's keys; at least one. Any of them counts. */
        record Stated(List<LogKey> keys) implements LogKeys {}

        /**
         * The field holds something else.
         *
         * @param message Go's text
         * @param first whether the first block is meant; Kyverno does not look at those behind it
         */
        record Malformed(String message, boolean first) implements LogKeys {}
    }

    /** A field of a policy that holds certificates. */
    public sealed interface Roots {
        /** The field states none: those of the process count. */
        record Absent() implements Roots {}

        /** The field's certificates, each of which is an anchor. */
        record Stated(CertificateAuthority authority) implements Roots {}

        /** The field holds no certificate. */
        record Malformed() implements Roots {}
    }

    /**
     * The keys of {@code rekor.pubkey} or {@code ctlog.pubkey}. Kyverno reads the first block only; here, several blocks are
     * several keys, so that signatures from before and after a rotation verify (divergence D05).
     */
    public static LogKeys logKeys(String pem, Origin origin) {
        if (pem.isEmpty()) {
            return new LogKeys.Absent();
        }
        List<LogKey> keys = new ArrayList<>();
        try {
            String rest = pem;
            Optional<Pem.Decoded> block = Pem.next(rest);
            if (block.isEmpty()) {
                VerificationKey.fromPem(pem);
            }
            while (block.isPresent()) {
                if (keys.size() == MAX_KEYS) {
                    return new LogKeys.Malformed("more than " + MAX_KEYS + " keys", false);
                }
                Pem.PemBlock found = block.get().block();
                keys.add(new LogKey(
                        VerificationKey.fromPem(Pem.encode(found.label(), found.bytes())),
                        ValidityWindow.ALWAYS,
                        origin));
                rest = block.get().rest();
                block = Pem.next(rest);
            }
        } catch (CryptographyException e) {
            return new LogKeys.Malformed(String.valueOf(e.getMessage()), keys.isEmpty());
        }
        return keys.isEmpty() ? new LogKeys.Malformed("PEM decoding failed", true) : new LogKeys.Stated(keys);
    }

    /** The certificates of {@code roots}; whatever is no certificate is passed over, as Go's root pools do. */
    public static Roots roots(String pem, Origin origin) {
        if (pem.isEmpty()) {
            return new Roots.Absent();
        }
        List<ParsedCertificate> anchors;
        try {
            anchors = CertificatePem.pool(pem);
        } catch (CryptographyException e) {
            return new Roots.Malformed();
        }
        return anchors.isEmpty()
                ? new Roots.Malformed()
                : new Roots.Stated(new CertificateAuthority(anchors, List.of(), ValidityWindow.ALWAYS, origin));
    }
}
