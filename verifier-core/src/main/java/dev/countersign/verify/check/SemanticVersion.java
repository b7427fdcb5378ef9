package dev.countersign.verify.check;

import dev.countersign.document.GoText;
import java.math.BigInteger;
import java.util.Optional;

/** What keeps a text from being a semantic version, in the words of the library that Rekor reads versions with. Stateless. */
final class SemanticVersion {
    private static final BigInteger MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-";
    private static final String DIGITS = "0123456789";

    private SemanticVersion() {}

    /** What is wrong with the version; empty where nothing is. */
    static Optional<String> fault(String version) {
        if (version.isEmpty()) {
            return Optional.of("Version string empty");
        }
        String[] parts = version.split("\\.", 3);
        if (parts.length != 3) {
            return Optional.of("No Major.Minor.Patch elements found");
        }
        String patch = parts[2];
        int plus = patch.indexOf('+');
        Optional<String> build = plus < 0 ? Optional.empty() : Optional.of(patch.substring(plus + 1));
        patch = plus < 0 ? patch : patch.substring(0, plus);
        int minus = patch.indexOf('-');
        Optional<String> prerelease = minus < 0 ? Optional.empty() : Optional.of(patch.substring(minus + 1));
        patch = minus < 0 ? patch : patch.substring(0, minus);
        String number = patch;
        return number("major", parts[0])
                .or(() -> number("minor", parts[1]))
                .or(() -> number("patch", number))
                .or(() -> prerelease.flatMap(SemanticVersion::prerelease))
                .or(() -> build.flatMap(SemanticVersion::build));
    }

    private static Optional<String> number(String part, String text) {
        if (!consistsOf(text, DIGITS)) {
            return Optional.of("Invalid character(s) found in " + part + " number " + GoText.quote(text));
        }
        if (hasLeadingZero(text)) {
            String name = Character.toUpperCase(part.charAt(0)) + part.substring(1);
            return Optional.of(name + " number must not contain leading zeroes " + GoText.quote(text));
        }
        return parsed(text);
    }

    private static Optional<String> parsed(String digits) {
        String words = "strconv.ParseUint: parsing " + GoText.quote(digits) + ": ";
        if (digits.isEmpty()) {
            return Optional.of(words + "invalid syntax");
        }
        boolean tooLarge = digits.length() > 20 || new BigInteger(digits).compareTo(MAX) > 0;
        return tooLarge ? Optional.of(words + "value out of range") : Optional.empty();
    }

    private static Optional<String> prerelease(String text) {
        for (String part : text.split("\\.", -1)) {
            if (part.isEmpty()) {
                return Optional.of("Prerelease is empty");
            }
            if (consistsOf(part, DIGITS)) {
                Optional<String> fault = hasLeadingZero(part)
                        ? Optional.of(
                                "Numeric PreRelease version must not contain leading zeroes " + GoText.quote(part))
                        : parsed(part);
                if (fault.isPresent()) {
                    return fault;
                }
            } else if (!consistsOf(part, LETTERS + DIGITS)) {
                return Optional.of("Invalid character(s) found in prerelease " + GoText.quote(part));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> build(String text) {
        for (String part : text.split("\\.", -1)) {
            if (part.isEmpty()) {
                return Optional.of("Build meta data is empty");
            }
            if (!consistsOf(part, LETTERS + DIGITS)) {
                return Optional.of("Invalid character(s) found in build meta data " + GoText.quote(part));
            }
        }
        return Optional.empty();
    }

    private static boolean consistsOf(String text, String characters) {
        return text.chars().allMatch(c -> characters.indexOf(c) >= 0);
    }

    private static boolean hasLeadingZero(String text) {
        return text.length() > 1 && text.charAt(0) == '0';
    }
}
