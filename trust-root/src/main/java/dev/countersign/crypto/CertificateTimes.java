package dev.countersign.crypto;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The moments of a certificate's window, as Go's {@code crypto/x509} reads them. */
final class CertificateTimes {
    /** Seconds may lack in UTCTime, and offsets may stand there: RFC 5280 forbids it, Go does not. */
    private static final Pattern UTC =
            Pattern.compile("(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)?(Z|[+-]\\d{4})");

    private static final Pattern GENERALIZED =
            Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(Z|[+-]\\d{4})");

    private CertificateTimes() {}

    static Instant read(DerReader input) throws CryptographyException {
        if (input.peek(DerReader.UTC_TIME)) {
            return read(input, DerReader.UTC_TIME, UTC, "x509: malformed UTCTime");
        }
        if (input.peek(DerReader.GENERALIZED_TIME)) {
            return read(input, DerReader.GENERALIZED_TIME, GENERALIZED, "x509: malformed GeneralizedTime");
        }
        throw new CryptographyException("x509: unsupported time format");
    }

    private static Instant read(DerReader input, int tag, Pattern pattern, String refusal)
            throws CryptographyException {
        String text = new String(input.read(tag, refusal).toBytes(), StandardCharsets.ISO_8859_1);
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new CryptographyException(refusal);
        }
        int year = Integer.parseInt(matcher.group(1));
        if (tag == DerReader.UTC_TIME) {
            year += year < 50 ? 2000 : 1900;
        }
        String second = matcher.group(6);
        try {
            LocalDateTime local = LocalDateTime.of(
                    year,
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)),
                    Integer.parseInt(matcher.group(4)),
                    Integer.parseInt(matcher.group(5)),
                    second == null ? 0 : Integer.parseInt(second));
            return local.toInstant(ZoneOffset.UTC).minusSeconds(offset(matcher.group(7), refusal));
        } catch (DateTimeException e) {
            throw new CryptographyException(refusal, e);
        }
    }

    private static int offset(String zone, String refusal) throws CryptographyException {
        if (zone.equals("Z")) {
            return 0;
        }
        int hours = Integer.parseInt(zone.substring(1, 3));
        int minutes = Integer.parseInt(zone.substring(3));
        int seconds = (hours * 60 + minutes) * 60;
        // An offset of zero must be written Z: the text has to be what Go would print.
        if (hours > 24 || minutes > 59 || seconds == 0) {
            throw new CryptographyException(refusal);
        }
        return zone.charAt(0) == '-' ? -seconds : seconds;
    }
}
