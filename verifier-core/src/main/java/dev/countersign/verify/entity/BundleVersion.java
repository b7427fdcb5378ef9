package dev.countersign.verify.entity;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version of a Sigstore bundle, which its media type states (signature-verification.md 4.1). Immutable.
 *
 * @param text {@code v0.3}
 * @param major first number
 * @param minor second number; 0 where it is not stated
 * @param patch third number; 0 where it is not stated
 * @param preRelease what follows a hyphen; empty where nothing does
 */
public record BundleVersion(String text, BigInteger major, BigInteger minor, BigInteger patch, String preRelease) {
    private static final String BASE = "application/vnd.dev.sigstore.bundle";
    private static final String UNSUPPORTED = "validation error: unsupported media type: ";
    private static final int MAX_TEXT = 100;
    private static final String NUMBER = "(0|[1-9][0-9]*)";
    private static final String PART = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
    private static final Pattern SEMANTIC = Pattern.compile(
            "v" + NUMBER + "(?:\\." + NUMBER + "(?:\\." + NUMBER + "(?:-(" + PART + "))?(?:\\+" + PART + ")?)?)?");

    /**
     * The version that a media type states.
     *
     * @throws MalformedEntityException {@code error getting bundle version: validation error: unsupported media type: …}
     */
    public static BundleVersion of(String mediaType) throws MalformedEntityException {
        for (String old : new String[] {"0.1", "0.2", "0.3"}) {
            if (mediaType.equals(BASE + "+json;version=" + old)) {
                return parse("v" + old);
            }
        }
        if (mediaType.startsWith(BASE + ".v") && mediaType.endsWith("+json")) {
            return parse(mediaType.substring(BASE.length() + 1, mediaType.length() - "+json".length()));
        }
        throw new MalformedEntityException("error getting bundle version: " + UNSUPPORTED + mediaType);
    }

    private static BundleVersion parse(String text) throws MalformedEntityException {
        Matcher matcher = SEMANTIC.matcher(text.length() > MAX_TEXT ? "" : text);
        if (!matcher.matches()) {
            throw new MalformedEntityException(
                    "error getting bundle version: " + UNSUPPORTED + "invalid bundle version: " + text);
        }
        return new BundleVersion(
                text,
                number(matcher.group(1)),
                number(matcher.group(2)),
                number(matcher.group(3)),
                matcher.group(4) == null ? "" : matcher.group(4));
    }

    private static BigInteger number(@Nullable String digits) {
        return digits == null ? BigInteger.ZERO : new BigInteger(digits);
    }

    /** Whether this version is that one of the line 0.x or later; what precedes a release is earlier. */
    public boolean isAtLeast(int otherMinor) {
        int order = major.signum();
        if (order == 0) {
            order = minor.compareTo(BigInteger.valueOf(otherMinor));
        }
        return order > 0 || (order == 0 && (patch.signum() > 0 || preRelease.isEmpty()));
    }

    /** Whether it is exactly that version of the line 0.x. */
    public boolean is(int otherMinor) {
        return major.signum() == 0
                && minor.equals(BigInteger.valueOf(otherMinor))
                && patch.signum() == 0
                && preRelease.isEmpty();
    }

    /** Whether signatures by P-384 and P-521 certificates over SHA-256 count, as clients of that time made them. */
    public boolean allowsOldHashes() {
        return text.equals("v0.1") || text.equals("v0.2") || text.equals("v0.3");
    }

    /**
     * Refuses what is too old or too new to be read.
     *
     * @param tooNew which of the two is looked for
     */
    void requireSupported(boolean tooNew) throws MalformedEntityException {
        if (!tooNew && !isAtLeast(1)) {
            throw new MalformedEntityException(UNSUPPORTED + "bundle version " + text + " is not supported");
        }
        if (tooNew && isAtLeast(4)) {
            throw new MalformedEntityException(UNSUPPORTED + "bundle version " + text + " is not yet supported");
        }
    }
}
