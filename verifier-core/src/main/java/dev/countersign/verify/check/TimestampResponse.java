package dev.countersign.verify.check;

import dev.countersign.verify.check.Asn1Cursor.Element;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answer of a timestamp authority (RFC 3161, 2.4.2), read as strictly as digitorus/timestamp reads it. Stateless. */
final class TimestampResponse {
    private static final List<String> STATUS = List.of(
            "the request is granted",
            "the request is granted with modifications",
            "the request is rejected",
            "the request is waiting",
            "revocation is imminent",
            "revocation has occurred");
    private static final List<Failure> FAILURES = List.of(
            new Failure(0, "unrecognized or unsupported Algorithm Identifier"),
            new Failure(2, "transaction not permitted or supported"),
            new Failure(5, "the data submitted has the wrong format"),
            new Failure(14, "the TSA's time source is not available"),
            new Failure(15, "the requested TSA policy is not supported by the TSA"),
            new Failure(16, "the requested extension is not supported by the TSA"),
            new Failure(17, "the additional information requested could not be understood or is not available"),
            new Failure(25, "the request cannot be handled due to system failure"));

    private record Failure(int bit, String words) {}

    private TimestampResponse() {}

    /** The token (a ContentInfo with header) of an answer that must be granted as it was asked for. */
    static byte[] token(byte[] response) throws Der.Malformed, CheckFailure {
        Asn1Cursor whole = new Asn1Cursor(response);
        Asn1Cursor fields = whole.sequence("response");
        Asn1Cursor info = fields.sequence("pkiStatusInfo");
        long status = info.number("Status");
        Optional<Element> texts = info.optional(Asn1Cursor.UNIVERSAL, Asn1Cursor.SEQUENCE, true);
        List<String> says = texts.isPresent() ? texts(texts.get().fields()) : List.of();
        Optional<Element> bits = info.optional(Asn1Cursor.UNIVERSAL, Asn1Cursor.BIT_STRING, false);
        String failure = bits.isPresent() ? failure(bits.get().value()) : "";
        Optional<Element> token = fields.hasMore() ? Optional.of(fields.any()) : Optional.empty();
        if (whole.hasMore()) {
            throw TimestampFailures.invalid("trailing data in Time-Stamp response");
        }
        if (status != 0) {
            throw TimestampFailures.notGranted(
                    words(status) + ": " + String.join(",", says) + " (" + failure + ")", status < 0);
        }
        if (token.isEmpty() || token.get().value().length == 0) {
            throw TimestampFailures.invalid("no pkcs7 data in Time-Stamp response");
        }
        return token.get().whole();
    }

    private static String words(long status) {
        return status > 0 && status < STATUS.size() ? STATUS.get((int) status) : "unknown status: " + status;
    }

    private static List<String> texts(Asn1Cursor elements) throws Der.Malformed {
        List<String> texts = new ArrayList<>();
        while (elements.hasMore()) {
            texts.add(new String(elements.any().value(), StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static String failure(byte[] value) throws Der.Malformed {
        if (value.length == 0) {
            throw new Der.Malformed("asn1: syntax error: zero length BIT STRING");
        }
        int padding = value[0] & 0xff;
        boolean padded = padding == 0
                || padding < Byte.SIZE && value.length > 1 && (value[value.length - 1] & (1 << padding) - 1) == 0;
        if (!padded) {
            throw new Der.Malformed("asn1: syntax error: invalid padding bits in BIT STRING");
        }
        for (Failure failure : FAILURES) {
            int at = 1 + failure.bit() / Byte.SIZE;
            if (at < value.length && (value[at] & 0x80 >> failure.bit() % Byte.SIZE) != 0) {
                return failure.words();
            }
        }
        return "";
    }
}
