package dev.countersign.verify.check;

import dev.countersign.crypto.ParsedCertificate;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Rebuilds the TBSCertificate that a log saw before its promise was embedded: without the promises' extension, everything else
 * as Go's {@code encoding/asn1} writes it again. Thread-safe.
 */
final class PrecertificateTbs {
    private static final int EXTENSIONS = 0xA3;
    private static final int VERSION = 0xA0;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int VALIDITY = 3;

    private static final byte[] SCT_OID = {0x06, 0x0A, 0x2B, 0x06, 0x01, 0x04, 0x01, (byte) 0xD6, 0x79, 0x02, 0x04, 0x02
    };

    private PrecertificateTbs() {}

    static byte[] of(ParsedCertificate certificate) throws Der.Malformed {
        byte[] tbs = certificate.tbs();
        Der sequence = Der.read(tbs, 0, tbs.length, Der.SEQUENCE, "tbsCertificate");
        ByteArrayOutputStream out = new ByteArrayOutputStream(tbs.length);
        int index = 0;
        for (Der field : sequence.children(tbs)) {
            if (field.tag() == EXTENSIONS) {
                out.writeBytes(withoutScts(tbs, field));
            } else if (index == VALIDITY) {
                out.writeBytes(validity(tbs, field));
            } else {
                out.writeBytes(field.whole(tbs));
            }
            if (field.tag() != VERSION) {
                index++;
            }
        }
        return Der.write(Der.SEQUENCE, out.toByteArray());
    }

    private static byte[] withoutScts(byte[] tbs, Der field) throws Der.Malformed {
        List<Der> wrapped = field.children(tbs);
        if (wrapped.size() != 1) {
            throw new Der.Malformed("asn1: syntax error: trailing data");
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        for (Der extension : wrapped.get(0).children(tbs)) {
            List<Der> parts = extension.children(tbs);
            if (parts.isEmpty() || !Arrays.equals(parts.get(0).whole(tbs), SCT_OID)) {
                kept.writeBytes(rewritten(tbs, parts));
            }
        }
        return kept.size() == 0 ? new byte[0] : Der.write(EXTENSIONS, Der.write(Der.SEQUENCE, kept.toByteArray()));
    }

    /** An explicit FALSE is left out. */
    private static byte[] rewritten(byte[] tbs, List<Der> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Der part : parts) {
            boolean isFalse = part.tag() == Der.BOOLEAN && tbs[part.contents()] == 0;
            if (!isFalse) {
                out.writeBytes(part.whole(tbs));
            }
        }
        return Der.write(Der.SEQUENCE, out.toByteArray());
    }

    private static byte[] validity(byte[] tbs, Der field) throws Der.Malformed {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Der time : field.children(tbs)) {
            out.writeBytes(time(tbs, time));
        }
        return Der.write(Der.SEQUENCE, out.toByteArray());
    }

    /** Times from 1950 to 2049 become UTCTime. */
    private static byte[] time(byte[] tbs, Der time) {
        if (time.tag() == GENERALIZED_TIME) {
            String text = new String(time.value(tbs), StandardCharsets.US_ASCII);
            if (text.compareTo("1950") >= 0 && text.compareTo("2050") < 0) {
                return Der.write(UTC_TIME, text.substring(2).getBytes(StandardCharsets.US_ASCII));
            }
        }
        return time.whole(tbs);
    }
}
