package dev.countersign.registry;

import dev.countersign.registry.RegistryException.Kind;
import java.nio.ByteBuffer;
import java.util.List;

/** Exceptions in the words of the Go registry client. */
final class Failures {
    private Failures() {}

    /** An answer that is not what was asked for. */
    static RegistryException answered(String url, int status, ByteBuffer body) {
        return new RegistryException(kind(status), status, "GET " + url + ": " + ErrorBody.describe(status, body));
    }

    /** An answer of a registry with one error. */
    static RegistryException answered(String url, int status, String code, String message) {
        return new RegistryException(kind(status), status, "GET " + url + ": " + code + ": " + message);
    }

    static Kind kind(int status) {
        return switch (status) {
            case 404 -> Kind.NOT_FOUND;
            case 401, 403 -> Kind.DENIED;
            case 429 -> Kind.THROTTLED;
            default -> Kind.ANSWERED;
        };
    }

    static RegistryException unreachable(String url, String why) {
        return new RegistryException(Kind.UNREACHABLE, 0, "Get \"" + url + "\": " + why);
    }

    static RegistryException deadline(String url) {
        return new RegistryException(Kind.TIMEOUT, 0, "Get \"" + url + "\": context deadline exceeded");
    }

    /** The deadline had passed before the registry was asked: its first request is the ping. */
    static void check(Deadline deadline, String host) throws RegistryException {
        if (deadline.passed()) {
            throw deadline("https://" + host + "/v2/");
        }
    }

    /** No such registry, as a failed look-up of its name; local hosts are tried by both schemes. */
    static RegistryException noSuchHost(String host) {
        List<String> tries = RequestTarget.schemes(host).stream()
                .map(scheme -> "Get \"" + scheme + "://" + host + "/v2/\": " + lookup(host))
                .toList();
        return new RegistryException(Kind.UNREACHABLE, 0, String.join("; ", tries));
    }

    static String lookup(String host) {
        return "dial tcp: lookup " + RequestTarget.nameOf(host) + ": no such host";
    }

    static RegistryException corrupt(String message) {
        return new RegistryException(Kind.CORRUPT, 0, message);
    }

    static RegistryException wrongLength(String url, long stated, long expected) {
        return corrupt(
                "GET " + url + ": Content-Length header " + stated + " does not match expected size " + expected);
    }

    static RegistryException wrongSize(long read, long expected) {
        return corrupt("error verifying size; got " + read + ", want " + expected);
    }

    static RegistryException wrongBytes(long read, Digest actual, Digest expected) {
        return corrupt("error verifying sha256 checksum after reading " + read + " bytes; got \"" + actual
                + "\", want \"" + expected + "\"");
    }

    static RegistryException wrongManifest(RequestTarget target, Digest actual, Digest expected) {
        return corrupt("manifest digest: \"" + actual + "\" does not match requested digest: \"" + expected
                + "\" for \"" + target.host() + "/" + target.path() + "@" + expected + "\"");
    }

    static RegistryException tooLarge(String url, long bound) {
        return new RegistryException(Kind.TOO_LARGE, 0, "GET " + url + ": response body exceeds " + bound + " bytes");
    }

    /** A size that a descriptor states; a negative one reads as Go's unsigned number. */
    static RegistryException layerTooLarge(long size, long bound) {
        return new RegistryException(
                Kind.TOO_LARGE,
                0,
                "size of layer (" + Long.toUnsignedString(size) + ") exceeded the limit (" + bound + ")");
    }

    static RegistryException tooManyReferrers(String url, int count) {
        return new RegistryException(
                Kind.TOO_LARGE,
                0,
                "GET " + url + ": " + count + " referrers exceed the limit of " + Registry.MAX_REFERRERS);
    }

    /** Text of a stranger without control characters. */
    static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
        return out.toString();
    }
}
