package dev.countersign.expression.value;

import dev.countersign.document.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A version by semver.org's rules: {@code 1.2.3-rc.1+build}, without a leading {@code v}. Immutable. Comparison leaves the
 * build out, equality does not.
 *
 * <p>Source: the library blang/semver, whose error texts these are.
 *
 * @param major unsigned, as all numbers here
 * @param preRelease the parts behind the hyphen
 * @param build the parts behind the plus sign
 */
public record SemanticVersion(long major, long minor, long patch, List<String> preRelease, List<String> build)
        implements Comparable<SemanticVersion> {

    /** The version that Kyverno takes for a text that is none. */
    public static final SemanticVersion ZERO = new SemanticVersion(0, 0, 0, List.of(), List.of());

    public SemanticVersion {
        preRelease = List.copyOf(preRelease);
        build = List.copyOf(build);
    }

    /**
     * Reads a version.
     *
     * @throws ValueFormatException with the library's text
     */
    public static SemanticVersion parse(String text) throws ValueFormatException {
        if (text.isEmpty()) {
            throw new ValueFormatException("Version string empty");
        }
        String[] parts = text.split("\\.", 3);
        if (parts.length != 3) {
            throw new ValueFormatException("No Major.Minor.Patch elements found");
        }
        long major = number(parts[0], "major", "Major");
        long minor = number(parts[1], "minor", "Minor");
        String patch = parts[2];
        List<String> build = List.of();
        List<String> preRelease = List.of();
        int plus = patch.indexOf('+');
        if (plus >= 0) {
            build = dotted(patch.substring(plus + 1));
            patch = patch.substring(0, plus);
        }
        int hyphen = patch.indexOf('-');
        if (hyphen >= 0) {
            preRelease = dotted(patch.substring(hyphen + 1));
            patch = patch.substring(0, hyphen);
        }
        SemanticVersion version = new SemanticVersion(major, minor, number(patch, "patch", "Patch"), preRelease, build);
        for (String part : preRelease) {
            checkPreRelease(part);
        }
        for (String part : build) {
            checkBuild(part);
        }
        return version;
    }

    /** The version that a text is, if it is one. */
    public static Optional<SemanticVersion> read(String text) {
        try {
            return Optional.of(parse(text));
        } catch (ValueFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(SemanticVersion other) {
        int numbers = Long.compareUnsigned(major, other.major);
        numbers = numbers != 0 ? numbers : Long.compareUnsigned(minor, other.minor);
        numbers = numbers != 0 ? numbers : Long.compareUnsigned(patch, other.patch);
        if (numbers != 0) {
            return Integer.signum(numbers);
        }
        if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
            return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
        }
        for (int i = 0; i < Math.min(preRelease.size(), other.preRelease.size()); i++) {
            int part = comparePart(preRelease.get(i), other.preRelease.get(i));
            if (part != 0) {
                return part;
            }
        }
        return Integer.compare(preRelease.size(), other.preRelease.size());
    }

    /** The text that means this version. */
    @Override
    public String toString() {
        return Long.toUnsignedString(major)
                + "." + Long.toUnsignedString(minor)
                + "." + Long.toUnsignedString(patch)
                + (preRelease.isEmpty() ? "" : "-" + String.join(".", preRelease))
                + (build.isEmpty() ? "" : "+" + String.join(".", build));
    }

    private static int comparePart(String one, String other) {
        boolean oneNumeric = isNumeric(one);
        boolean otherNumeric = isNumeric(other);
        if (oneNumeric != otherNumeric) {
            return oneNumeric ? -1 : 1;
        }
        if (oneNumeric) {
            // Without leading zeros, the longer number is the larger one.
            int length = Integer.compare(one.length(), other.length());
            return length != 0 ? length : Integer.signum(one.compareTo(other));
        }
        return Integer.signum(one.compareTo(other));
    }

    private static List<String> dotted(String text) {
        return new ArrayList<>(Arrays.asList(text.split("\\.", -1)));
    }

    private static long number(String text, String name, String title) throws ValueFormatException {
        if (!text.chars().allMatch(SemanticVersion::isDigit)) {
            throw new ValueFormatException(
                    "Invalid character(s) found in " + name + " number " + JsonText.goQuoted(text));
        }
        if (hasLeadingZeros(text)) {
            throw new ValueFormatException(
                    title + " number must not contain leading zeroes " + JsonText.goQuoted(text));
        }
        return GoNumber.parseUnsigned(text);
    }

    private static void checkPreRelease(String part) throws ValueFormatException {
        if (part.isEmpty()) {
            throw new ValueFormatException("Prerelease is empty");
        }
        if (isNumeric(part)) {
            if (hasLeadingZeros(part)) {
                throw new ValueFormatException(
                        "Numeric PreRelease version must not contain leading zeroes " + JsonText.goQuoted(part));
            }
            GoNumber.parseUnsigned(part);
        } else if (!isAlphanumeric(part)) {
            throw new ValueFormatException("Invalid character(s) found in prerelease " + JsonText.goQuoted(part));
        }
    }

    private static void checkBuild(String part) throws ValueFormatException {
        if (part.isEmpty()) {
            throw new ValueFormatException("Build meta data is empty");
        }
        if (!isAlphanumeric(part)) {
            throw new ValueFormatException("Invalid character(s) found in build meta data " + JsonText.goQuoted(part));
        }
    }

    private static boolean hasLeadingZeros(String text) {
        return text.length() > 1 && text.charAt(0) == '0';
    }

    private static boolean isNumeric(String text) {
        return text.chars().allMatch(SemanticVersion::isDigit);
    }

    private static boolean isAlphanumeric(String text) {
        return text.chars().allMatch(c -> isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** The size of the text in UTF-8, by which ranges are split. */
    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
