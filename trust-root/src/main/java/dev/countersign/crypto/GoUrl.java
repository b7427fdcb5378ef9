package dev.countersign.crypto;

import dev.countersign.crypto.SubjectAlternativeNames.UriName;
import dev.countersign.document.GoText;

/**
 * Parses a URI of ASCII as Go's {@code url.Parse} does, and prints it again as {@code URL.String()}: the scheme in lower case,
 * escapes kept where they are valid. Characters stand for octets here, because escapes may yield any.
 */
final class GoUrl {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final String PATH = UNRESERVED + "$&+,/:;=@";
    private static final String HOST = UNRESERVED + "!\"$&'()*+,:;<=>[]";
    private static final String USER = UNRESERVED + "$&+,;=";
    private static final String FRAGMENT = UNRESERVED + "!$&()*+,/:;=?@";
    /** What may stand unescaped in a user, beside the unreserved. */
    private static final String USER_WRITTEN = "-._:~!$&'()*+,;=%@";
    /** What may stay as it was written in a path or a fragment, beside what is never escaped there. */
    private static final String KEPT = "!$&'()*+,;=:@[]%";

    private GoUrl() {}

    /** Parses and prints; refuses in the words of {@code url.Error}. */
    static UriName parse(String raw) throws CryptographyException {
        int hash = raw.indexOf('#');
        String bare = hash < 0 ? raw : raw.substring(0, hash);
        UriName parsed;
        try {
            parsed = parseWithoutFragment(bare);
        } catch (CryptographyException e) {
            throw new CryptographyException("parse " + GoText.quote(bare) + ": " + e.getMessage(), e);
        }
        String written = hash < 0 ? "" : raw.substring(hash + 1);
        if (written.isEmpty()) {
            return parsed;
        }
        try {
            return new UriName(parsed.text() + "#" + reprint(written, FRAGMENT), parsed.host());
        } catch (CryptographyException e) {
            throw new CryptographyException("parse " + GoText.quote(raw) + ": " + e.getMessage(), e);
        }
    }

    private static UriName parseWithoutFragment(String raw) throws CryptographyException {
        if (raw.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new CryptographyException("net/url: invalid control character in URL");
        }
        if (raw.equals("*")) {
            return new UriName("*", "");
        }
        int colon = schemeEnd(raw);
        String scheme = colon < 0 ? "" : Ascii.lowerCase(raw.substring(0, colon));
        String rest = raw.substring(colon + 1);
        int question = rest.indexOf('?');
        String query = question < 0 ? "" : rest.substring(question);
        rest = question < 0 ? rest : rest.substring(0, question);
        String prefix = scheme.isEmpty() ? "" : scheme + ":";
        if (!rest.startsWith("/")) {
            if (!scheme.isEmpty()) {
                // Opaque, but where nothing is left the path is empty: both print alike.
                return new UriName(prefix + rest + query, "");
            }
            if (firstSegment(rest).contains(":")) {
                throw new CryptographyException("first path segment in URL cannot contain colon");
            }
        }
        String user = "";
        String host = "";
        boolean hasAuthority = rest.startsWith("//") && (!scheme.isEmpty() || !rest.startsWith("///"));
        if (hasAuthority) {
            int slash = rest.indexOf('/', 2);
            String authority = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
            rest = slash < 0 ? "" : rest.substring(slash);
            int at = authority.lastIndexOf('@');
            host = host(scheme, authority.substring(at + 1));
            user = at < 0 ? "" : user(authority.substring(0, at)) + "@";
        }
        String path = reprint(rest, PATH);
        StringBuilder text = new StringBuilder(prefix);
        boolean isEmptyAuthority = host.isEmpty() && user.isEmpty();
        if (hasAuthority && !(isEmptyAuthority && (path.isEmpty() || scheme.isEmpty()))) {
            text.append("//").append(user).append(escape(host, HOST));
        }
        if (text.isEmpty() && firstSegment(path).contains(":")) {
            text.append("./");
        }
        return new UriName(text.append(path).append(query).toString(), host);
    }

    private static String firstSegment(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    /** The index of the colon behind the scheme; -1: there is no scheme. */
    private static int schemeEnd(String raw) throws CryptographyException {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == ':') {
                if (i == 0) {
                    throw new CryptographyException("missing protocol scheme");
                }
                return i;
            }
            boolean isLetter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean isOther = c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.';
            if (!isLetter && !(isOther && i > 0)) {
                return -1;
            }
        }
        return -1;
    }

    private static String user(String written) throws CryptographyException {
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (UNRESERVED.indexOf(c) < 0 && USER_WRITTEN.indexOf(c) < 0) {
                throw new CryptographyException("net/url: invalid userinfo");
            }
        }
        int colon = written.indexOf(':');
        if (colon < 0) {
            return escape(unescape(written, USER), USER);
        }
        return escape(unescape(written.substring(0, colon), USER), USER)
                + ":"
                + escape(unescape(written.substring(colon + 1), USER), USER);
    }

    private static String host(String scheme, String written) throws CryptographyException {
        int open = written.lastIndexOf('[');
        if (open > 0) {
            throw new CryptographyException("invalid IP-literal");
        }
        if (open == 0) {
            return literal(written);
        }
        int colon = written.indexOf(':');
        if (colon >= 0) {
            boolean isStrict = scheme.equals("http") || scheme.equals("https");
            checkPort(written.substring(isStrict ? colon : written.lastIndexOf(':')));
        }
        return unescape(written, HOST);
    }

    private static String literal(String written) throws CryptographyException {
        int close = written.lastIndexOf(']');
        if (close < 0) {
            throw new CryptographyException("missing ']' in host");
        }
        String port = written.substring(close + 1);
        checkPort(port);
        String name = written.substring(1, close);
        int zone = name.indexOf("%25");
        String address = zone < 0
                ? unescape(name, HOST)
                : unescape(name.substring(0, zone), HOST) + unescapeZone(name.substring(zone));
        String refusal = GoIpAddress.refusal(address);
        if (refusal != null) {
            throw new CryptographyException("invalid host: " + refusal);
        }
        if (address.indexOf(':') < 0) {
            throw new CryptographyException("invalid IP-literal");
        }
        return "[" + address + "]" + port;
    }

    private static void checkPort(String port) throws CryptographyException {
        boolean isValid = port.isEmpty()
                || port.charAt(0) == ':' && port.substring(1).chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isValid) {
            throw new CryptographyException("invalid port " + GoText.quote(port) + " after host");
        }
    }

    /** A path or fragment as it was written, if no character of it needs an escape; else escaped anew. */
    private static String reprint(String written, String safe) throws CryptographyException {
        String plain = unescape(written, safe);
        boolean isKept = written.chars().allMatch(c -> safe.indexOf(c) >= 0 || KEPT.indexOf(c) >= 0);
        return isKept ? written : escape(plain, safe);
    }

    private static String escape(String octets, String safe) {
        StringBuilder text = new StringBuilder(octets.length());
        for (int i = 0; i < octets.length(); i++) {
            char c = octets.charAt(i);
            if (safe.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%').append(Ascii.hexDigit(c >> 4)).append(Ascii.hexDigit(c & 15));
            }
        }
        return text.toString();
    }

    @SuppressWarnings("ReferenceEquality") // the sets of safe characters are constants that name the part of the URI
    private static String unescape(String written, String safe) throws CryptographyException {
        boolean isHost = safe == HOST;
        StringBuilder octets = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '%') {
                int octet = escaped(written, i);
                if (isHost && octet < 0x80 && octet != '%') {
                    throw badEscape(written, i);
                }
                octets.append((char) octet);
                i += 2;
            } else if (isHost && safe.indexOf(c) < 0) {
                throw badHostCharacter(c);
            } else {
                octets.append(c);
            }
        }
        return octets.toString();
    }

    /** A zone may escape what a host may hold, and blanks. */
    private static String unescapeZone(String written) throws CryptographyException {
        StringBuilder octets = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '%') {
                int octet = escaped(written, i);
                if (octet != '%' && octet != ' ' && HOST.indexOf(octet) < 0) {
                    throw badEscape(written, i);
                }
                octets.append((char) octet);
                i += 2;
            } else if (HOST.indexOf(c) < 0) {
                throw badHostCharacter(c);
            } else {
                octets.append(c);
            }
        }
        return octets.toString();
    }

    private static int escaped(String written, int at) throws CryptographyException {
        int high = at + 2 < written.length() ? Character.digit(written.charAt(at + 1), 16) : -1;
        int low = at + 2 < written.length() ? Character.digit(written.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw badEscape(written, at);
        }
        return high << 4 | low;
    }

    private static CryptographyException badEscape(String written, int at) {
        String escape = written.substring(at, Math.min(at + 3, written.length()));
        return new CryptographyException("invalid URL escape " + GoText.quote(escape));
    }

    private static CryptographyException badHostCharacter(char c) {
        return new CryptographyException("invalid character " + GoText.quote(String.valueOf(c)) + " in host name");
    }
}
