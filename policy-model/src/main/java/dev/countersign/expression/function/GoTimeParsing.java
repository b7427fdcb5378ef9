package dev.countersign.expression.function;

import dev.countersign.expression.function.GoTimeLayout.Chunk;
import dev.countersign.expression.function.GoTimeLayout.Element;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Reads a text by one of Go's layouts, as Go's time.Parse in a process whose zone is UTC. One pass. */
final class GoTimeParsing {
    private static final List<String> MONTHS = List.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");
    private static final List<String> DAYS =
            List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");

    private static final int UNSET = -1;
    private static final int NANO_DIGITS = 9;

    private final String layout;
    private final String text;
    private String rest;

    private int year;
    private int month = UNSET;
    private int day = UNSET;
    private int dayOfYear = UNSET;
    private int hour;
    private int minute;
    private int second;
    private int nanos;
    private boolean afternoon;
    private boolean morning;
    private int offset;
    private int shift;
    private String outOfRange = "";

    private GoTimeParsing(String layout, String text) {
        this.layout = layout;
        this.text = text;
        this.rest = text;
    }

    /** The text does not fit the piece of the layout at hand. */
    private static final class Bad extends Exception {
        private static final long serialVersionUID = 1L;

        Bad() {
            super("", null, false, false);
        }
    }

    /**
     * The point in time that a text names.
     *
     * @throws EvaluationException with Go's text
     */
    static GoTime parse(String layout, String text) throws EvaluationException {
        return new GoTimeParsing(layout, text).run();
    }

    private GoTime run() throws EvaluationException {
        int from = 0;
        for (Chunk chunk = GoTimeLayout.next(layout, 0); ; chunk = GoTimeLayout.next(layout, from)) {
            String prefix = layout.substring(from, chunk == null ? layout.length() : chunk.start());
            if (!skip(prefix)) {
                throw cannot(prefix, rest);
            }
            if (chunk == null) {
                break;
            }
            from = chunk.end();
            String hold = rest;
            try {
                read(chunk);
            } catch (Bad bad) {
                if (outOfRange.isEmpty()) {
                    throw cannot(layout.substring(chunk.start(), chunk.end()), hold);
                }
            }
            if (!outOfRange.isEmpty()) {
                throw failed(": " + outOfRange + " out of range");
            }
        }
        if (!rest.isEmpty()) {
            throw failed(": extra text: " + quote(rest));
        }
        return date();
    }

    private GoTime date() throws EvaluationException {
        if (afternoon && hour < 12) {
            hour += 12;
        } else if (morning && hour == 12) {
            hour = 0;
        }
        if (dayOfYear >= 0) {
            boolean leap = Year.isLeap(year);
            if (dayOfYear < 1 || dayOfYear > (leap ? 366 : 365)) {
                throw failed(": day-of-year out of range");
            }
            LocalDate date = LocalDate.ofYearDay(year, dayOfYear);
            if (month >= 0 && month != date.getMonthValue()) {
                throw failed(": day-of-year does not match month");
            }
            if (day >= 0 && day != date.getDayOfMonth()) {
                throw failed(": day-of-year does not match day");
            }
            month = date.getMonthValue();
            day = date.getDayOfMonth();
        }
        month = month < 0 ? 1 : month;
        day = day < 0 ? 1 : day;
        if (day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
            throw failed(": day out of range");
        }
        long seconds = LocalDate.of(year, month, day).toEpochDay() * 86_400L + hour * 3600L + minute * 60L + second;
        return new GoTime(seconds - shift, nanos, offset);
    }

    private void read(Chunk chunk) throws Bad {
        switch (chunk.element()) {
            case YEAR -> {
                int two = twoDigitYear();
                year = two + (two >= 69 ? 1900 : 2000);
            }
            case LONG_YEAR -> {
                if (rest.length() < 4 || !GoTimeLayout.isDigit(rest.charAt(0))) {
                    throw new Bad();
                }
                year = digits(4);
            }
            case MONTH -> month = name(MONTHS, 3) + 1;
            case LONG_MONTH -> month = name(MONTHS, Integer.MAX_VALUE) + 1;
            case NUMBER_OF_MONTH, ZERO_MONTH -> {
                month = number(chunk.element() == Element.ZERO_MONTH);
                check(month >= 1 && month <= 12, "month");
            }
            case WEEKDAY -> name(DAYS, 3);
            case LONG_WEEKDAY -> name(DAYS, Integer.MAX_VALUE);
            case DAY, UNDER_DAY, ZERO_DAY -> {
                if (chunk.element() == Element.UNDER_DAY) {
                    skipBlank();
                }
                day = number(chunk.element() == Element.ZERO_DAY);
            }
            case UNDER_YEAR_DAY, ZERO_YEAR_DAY -> yearDay(chunk.element() == Element.ZERO_YEAR_DAY);
            case HOUR -> {
                hour = number(false);
                check(hour < 24, "hour");
            }
            case HOUR_12, ZERO_HOUR_12 -> {
                hour = number(chunk.element() == Element.ZERO_HOUR_12);
                check(hour <= 12, "hour");
            }
            case MINUTE, ZERO_MINUTE -> {
                minute = number(chunk.element() == Element.ZERO_MINUTE);
                check(minute < 60, "minute");
            }
            case SECOND, ZERO_SECOND -> second(chunk);
            case UPPER_PM -> half("PM", "AM");
            case LOWER_PM -> half("pm", "am");
            case ZONE_NAME -> zoneName();
            case FRACTION_EXACT -> fraction(chunk.end() - chunk.start());
            case FRACTION_ANY -> {
                if (startsWithFraction()) {
                    fraction(1 + countDigits(1));
                }
            }
            default -> zone(chunk.element());
        }
    }

    private void second(Chunk chunk) throws Bad {
        second = number(chunk.element() == Element.ZERO_SECOND);
        if (second >= 60) {
            check(false, "second");
            return;
        }
        if (startsWithFraction()) {
            // A fraction is welcome even where the layout has none.
            Chunk next = GoTimeLayout.next(layout, chunk.end());
            if (next == null || (next.element() != Element.FRACTION_EXACT && next.element() != Element.FRACTION_ANY)) {
                fraction(1 + countDigits(1));
            }
        }
    }

    private void yearDay(boolean fixed) throws Bad {
        if (!fixed) {
            skipBlank();
            skipBlank();
        }
        int count = Math.min(3, countDigits(0));
        if (count == 0 || (fixed && count != 3)) {
            throw new Bad();
        }
        dayOfYear = digits(count);
    }

    private void half(String second, String first) throws Bad {
        afternoon |= rest.startsWith(second);
        morning |= rest.startsWith(first);
        if (!rest.startsWith(second) && !rest.startsWith(first)) {
            throw new Bad();
        }
        rest = rest.substring(2);
    }

    private void zone(Element element) throws Bad {
        GoTimeZone zone = GoTimeZone.numeric(element, rest);
        if (zone == null) {
            throw new Bad();
        }
        rest = rest.substring(zone.length());
        outOfRange = zone.outOfRange();
        offset = zone.offset();
        shift = offset;
    }

    /** A name that is not UTC is an unknown zone. {@code GMT+3} only shows its offset, and does not count by it. */
    private void zoneName() throws Bad {
        GoTimeZone zone = GoTimeZone.named(rest);
        if (zone == null) {
            throw new Bad();
        }
        rest = rest.substring(zone.length());
        if (zone.offset() != 0) {
            offset = zone.offset();
        }
    }

    private boolean startsWithFraction() {
        return rest.length() >= 2
                && (rest.charAt(0) == '.' || rest.charAt(0) == ',')
                && GoTimeLayout.isDigit(rest.charAt(1));
    }

    /** A point and digits, so many characters in all; digits beyond the ninth are dropped. */
    private void fraction(int length) throws Bad {
        if (rest.length() < length || (rest.charAt(0) != '.' && rest.charAt(0) != ',')) {
            throw new Bad();
        }
        String digits = rest.substring(1, Math.min(length, NANO_DIGITS + 1));
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new Bad();
        }
        nanos = Integer.parseInt(digits + "0".repeat(NANO_DIGITS - digits.length()));
        rest = rest.substring(length);
    }

    private int countDigits(int from) {
        int end = from;
        while (end < rest.length() && GoTimeLayout.isDigit(rest.charAt(end))) {
            end++;
        }
        return end - from;
    }

    /** Exactly so many digits. */
    private int digits(int count) throws Bad {
        if (countDigits(0) < count) {
            throw new Bad();
        }
        int value = Integer.parseInt(rest.substring(0, count));
        rest = rest.substring(count);
        return value;
    }

    /** Two digits, or a sign and one digit. */
    private int twoDigitYear() throws Bad {
        boolean negative = rest.startsWith("-");
        if (!negative && !rest.startsWith("+")) {
            return digits(2);
        }
        rest = rest.substring(1);
        int digit = digits(1);
        return negative ? -digit : digit;
    }

    /** Two digits, or one unless fixed. */
    private int number(boolean fixed) throws Bad {
        int count = Math.min(2, countDigits(0));
        if (count == 0 || (fixed && count == 1)) {
            throw new Bad();
        }
        return digits(count);
    }

    private int name(List<String> names, int letters) throws Bad {
        for (int i = 0; i < names.size(); i++) {
            String name =
                    names.get(i).substring(0, Math.min(letters, names.get(i).length()));
            if (rest.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT))) {
                rest = rest.substring(name.length());
                return i;
            }
        }
        throw new Bad();
    }

    private void check(boolean good, String what) {
        if (!good) {
            outOfRange = what;
        }
    }

    private void skipBlank() {
        if (rest.startsWith(" ")) {
            rest = rest.substring(1);
        }
    }

    /** Drops what the layout says word for word; blanks match any number of blanks. */
    private boolean skip(String prefix) {
        int at = 0;
        while (at < prefix.length()) {
            if (prefix.charAt(at) == ' ') {
                if (!rest.isEmpty() && rest.charAt(0) != ' ') {
                    return false;
                }
                while (at < prefix.length() && prefix.charAt(at) == ' ') {
                    at++;
                }
                rest = rest.substring(blanks());
                continue;
            }
            if (rest.isEmpty() || rest.charAt(0) != prefix.charAt(at)) {
                return false;
            }
            at++;
            rest = rest.substring(1);
        }
        return true;
    }

    private int blanks() {
        int blanks = 0;
        while (blanks < rest.length() && rest.charAt(blanks) == ' ') {
            blanks++;
        }
        return blanks;
    }

    private EvaluationException cannot(String element, String found) {
        return EvaluationException.error("parsing time " + quote(text) + " as " + quote(layout) + ": cannot parse "
                + quote(found) + " as " + quote(element));
    }

    private EvaluationException failed(String why) {
        return EvaluationException.error("parsing time " + quote(text) + why);
    }

    /** As the time package quotes: bytes beyond ASCII and control characters in hexadecimal. */
    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b < ' ') {
                quoted.append("\\x").append(HexFormat.of().toHexDigits(b));
            } else {
                if (b == '"' || b == '\\') {
                    quoted.append('\\');
                }
                quoted.append((char) b);
            }
        }
        return quoted.append('"').toString();
    }
}
