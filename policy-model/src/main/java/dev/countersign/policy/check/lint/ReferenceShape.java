package dev.countersign.policy.check.lint;

import dev.countersign.document.JsonText;
import dev.countersign.image.ImageReference;
import dev.countersign.image.ImageReferenceException;
import dev.countersign.image.ReferenceDefaults;
import dev.countersign.image.Wildcard;
import java.util.Locale;
import java.util.Optional;

/** What can be told of a pattern for images without knowing the images. Errs on the side of silence. */
final class ReferenceShape {
    private static final String DIGEST = "@sha256:" + "0".repeat(64);

    private ReferenceShape() {}

    /** Why no image's normal form matches; empty where one may. */
    static Optional<String> impossible(String pattern) {
        if (pattern.isEmpty()) {
            return Optional.of("it is empty");
        }
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9')
                    && "._:/@-*?[]".indexOf(c) < 0) {
                return Optional.of("no reference holds the character " + JsonText.string(String.valueOf(c)));
            }
        }
        if (pattern.contains("//")) {
            return Optional.of(pattern.contains("://") ? "a reference has no scheme" : "no reference holds //");
        }
        if (hasUpperCaseInPath(pattern)) {
            return Optional.of("the path of a repository is all lower case");
        }
        return Wildcard.isPattern(pattern) ? Optional.empty() : unlikeItself(pattern);
    }

    /** A text without wildcards only ever matches itself, so it must be a normal form. */
    private static Optional<String> unlikeItself(String text) {
        try {
            String normal =
                    ImageReference.parse(text, ReferenceDefaults.KYVERNO).normalForm();
            return normal.equals(text) ? Optional.empty() : Optional.of("such an image is compared as " + normal);
        } catch (ImageReferenceException unparsable) {
            return Optional.of("no image has such a name");
        }
    }

    private static boolean hasUpperCaseInPath(String pattern) {
        int firstSlash = pattern.indexOf('/');
        int lastSlash = pattern.lastIndexOf('/');
        for (int i = Math.max(firstSlash, 0); firstSlash >= 0 && i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (i > lastSlash && ":@*?".indexOf(c) >= 0) {
                return false;
            }
            if (c >= 'A' && c <= 'Z') {
                return true;
            }
        }
        return false;
    }

    /** Whether the pattern begins with a path, although a normal form begins with a registry. */
    static boolean lacksRegistry(String pattern) {
        int end = 0;
        while (end < pattern.length() && "/*?".indexOf(pattern.charAt(end)) < 0) {
            end++;
        }
        boolean whole = end < pattern.length() && pattern.charAt(end) == '/';
        String first = pattern.substring(0, end);
        if (whole) {
            return first.indexOf('.') < 0
                    && first.indexOf(':') < 0
                    && !first.equals("localhost")
                    && first.equals(first.toLowerCase(Locale.ROOT));
        }
        return !first.isEmpty()
                && pattern.indexOf('/') < 0
                && first.indexOf(':') > 0
                && first.indexOf('.') < 0
                && !first.startsWith("localhost");
    }

    /** An image by digest that differs from the pattern's images only in having no tag; empty where the pattern demands none. */
    static Optional<String> byDigest(String pattern) {
        int colon = pattern.indexOf(':', pattern.lastIndexOf('/') + 1);
        if (colon < 0 || pattern.lastIndexOf('/') < 0 || pattern.indexOf('@') >= 0) {
            return Optional.empty();
        }
        String sample = pattern.substring(0, colon).replace('*', 'x').replace('?', 'x') + DIGEST;
        return Wildcard.matches(pattern, sample) ? Optional.empty() : Optional.of(sample);
    }
}
