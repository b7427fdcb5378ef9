package dev.countersign.verify.check;

import dev.countersign.document.GoText;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * Times of ASN.1 as Go's {@code encoding/asn1} reads them: the one text that Go itself would write, so seconds must be there, and a
 * fraction must not end with a zero. Stateless.
 */
final class Asn1Time {
    private static final String GENERALIZED = "20060102150405.999999999Z0700";
    private static final String[] PARTS = {"2006", "01", "02", "15", "04", "05"};
    private static final String[] NAMES = {"year", "month", "day", "hour", "minute", "second"};
    private static final int MAX_FRACTION = 9;

    private Asn1Time() {}

    /** A GeneralizedTime; the message is Go's. */
    static Instant generalized(byte[] value) throws Der.Malformed {
        return new Reading(new String(value, StandardCharsets.ISO_8859_1), GENERALIZED, 4).read(true, true);
    }

    /** A UTCTime, with or without seconds; years from 50 are of the last century. */
    static Instant utc(byte[] value) throws Der.Malformed {
        String text = new String(value, StandardCharsets.ISO_8859_1);
        try {
            return new Reading(text, "0601021504Z0700", 2).read(false, false);
        } catch (Der.Malformed e) {
            return new Reading(text, "060102150405Z0700", 2).read(true, false);
        }
    }

    /** One reading; not shared. */
    private static final class Reading {
        private final String text;
        private final String layout;
        private final int yearDigits;
        private int at;

        Reading(String text, String layout, int yearDigits) {
            this.text = text;
            this.layout = layout;
            this.yearDigits = yearDigits;
        }

        Instant read(boolean seconds, boolean fraction) throws Der.Malformed {
            int[] numbers = new int[6];
            for (int part = 0; part < (seconds ? 6 : 5); part++) {
                int digits = part == 0 ? yearDigits : 2;
                numbers[part] = digits(digits, digits == 2 && part == 0 ? "06" : PARTS[part]);
            }
            if (yearDigits == 2) {
                numbers[0] += numbers[0] >= 50 ? 1900 : 2000;
            }
            int nanos = fraction ? fraction() : 0;
            ZoneOffset zone = zone();
            if (at < text.length()) {
                throw new Der.Malformed(
                        "parsing time " + GoText.quote(text) + ": extra text: " + GoText.quote(text.substring(at)));
            }
            checkRanges(numbers);
            try {
                return LocalDateTime.of(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], nanos)
                        .toInstant(zone);
            } catch (DateTimeException e) {
                throw outOfRange("day");
            }
        }

        private int digits(int count, String element) throws Der.Malformed {
            int value = 0;
            for (int i = 0; i < count; i++) {
                if (at + i >= text.length() || !isDigit(text.charAt(at + i))) {
                    throw cannotParse(text.substring(at), element);
                }
                value = 10 * value + text.charAt(at + i) - '0';
            }
            at += count;
            return value;
        }

        private int fraction() throws Der.Malformed {
            if (at + 1 >= text.length() || text.charAt(at) != '.' || !isDigit(text.charAt(at + 1))) {
                return 0;
            }
            int start = ++at;
            while (at < text.length() && isDigit(text.charAt(at))) {
                at++;
            }
            if (at - start > MAX_FRACTION || text.charAt(at - 1) == '0') {
                throw notSerialized();
            }
            char[] padded = new char[MAX_FRACTION];
            Arrays.fill(padded, '0');
            text.getChars(start, at, padded, 0);
            return Integer.parseInt(new String(padded));
        }

        private ZoneOffset zone() throws Der.Malformed {
            if (at < text.length() && text.charAt(at) == 'Z') {
                at++;
                return ZoneOffset.UTC;
            }
            int start = at;
            char sign = at < text.length() ? text.charAt(at) : ' ';
            if (sign != '+' && sign != '-' || text.length() - at < 5) {
                throw cannotParse(text.substring(start), "Z0700");
            }
            at++;
            int hours;
            int minutes;
            try {
                hours = digits(2, "Z0700");
                minutes = digits(2, "Z0700");
            } catch (Der.Malformed e) {
                throw cannotParse(text.substring(start), "Z0700");
            }
            if (hours > 18 || minutes > 59 || hours == 18 && minutes > 0) {
                throw outOfRange("time zone offset hour");
            }
            if (hours == 0 && minutes == 0) {
                throw notSerialized();
            }
            int total = 60 * (60 * hours + minutes);
            return ZoneOffset.ofTotalSeconds(sign == '-' ? -total : total);
        }

        private void checkRanges(int[] numbers) throws Der.Malformed {
            int[] low = {0, 1, 1, 0, 0, 0};
            int[] high = {9999, 12, 31, 23, 59, 59};
            for (int part = 0; part < numbers.length; part++) {
                if (numbers[part] < low[part] || numbers[part] > high[part]) {
                    throw outOfRange(NAMES[part]);
                }
            }
        }

        private Der.Malformed cannotParse(String rest, String element) {
            return new Der.Malformed("parsing time " + GoText.quote(text) + " as " + GoText.quote(layout)
                    + ": cannot parse " + GoText.quote(rest) + " as " + GoText.quote(element));
        }

        private Der.Malformed outOfRange(String what) {
            return new Der.Malformed("parsing time " + GoText.quote(text) + ": " + what + " out of range");
        }

        private Der.Malformed notSerialized() {
            return new Der.Malformed(
                    "asn1: time did not serialize back to the original value and may be invalid: given "
                            + GoText.quote(text));
        }
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
