package dev.countersign.expression.function;

import dev.countersign.document.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Reads a URL as Go's net/url does, as far as its host and its errors go. Stateless and thread-safe. */
final class GoUrl {
    private static final String HOST_CHARACTERS = "-._~!$&'()*+,;=:[]<>\"";
    private static final String USER_CHARACTERS = "-._:~!$&'()*+,;=%@";

    private GoUrl() {}

    /** Something is wrong with a part of the URL. */
    private static final class Bad extends Exception {
        private static final long serialVersionUID = 1L;

        Bad(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * The host without port and brackets; empty where the URL has none.
     *
     * @throws EvaluationException with Go's text
     */
    static String hostname(String url) throws EvaluationException {
        int hash = url.indexOf('#');
        String plain = hash < 0 ? url : url.substring(0, hash);
        String shown = plain;
        try {
            String host = withoutPort(host(plain));
            shown = url;
            if (hash >= 0) {
                unescape(url.substring(hash + 1), false);
            }
            return host;
        } catch (Bad bad) {
            throw EvaluationException.error("parse " + JsonText.goQuoted(shown) + ": " + bad.getMessage());
        }
    }

    /** As {@code url.ParseRequestURI}: without an error. */
    static boolean isRequestUri(String url) {
        if (url.isEmpty()) {
            return false;
        }
        if (url.equals("*")) {
            return true;
        }
        try {
            int scheme = schemeEnd(url);
            host(url);
            return scheme > 0 || url.startsWith("/");
        } catch (Bad bad) {
            return false;
        }
    }

    /** Whether Go reads {@code //} and the text as a URL whose host, with its port, is that text. */
    static boolean isAuthority(String text) {
        if (text.indexOf('#') >= 0 || text.indexOf('?') >= 0 || text.indexOf('/') >= 0 || text.indexOf('@') >= 0) {
            return false;
        }
        try {
            return host("//" + text).equals(text);
        } catch (Bad bad) {
            return false;
        }
    }

    private static String host(String url) throws Bad {
        if (url.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            throw new Bad("net/url: invalid control character in URL");
        }
        int scheme = schemeEnd(url);
        String rest = url.substring(scheme);
        int query = rest.indexOf('?');
        rest = query < 0 ? rest : rest.substring(0, query);
        if (!rest.startsWith("/")) {
            if (scheme > 0) {
                return "";
            }
            int slash = rest.indexOf('/');
            if ((slash < 0 ? rest : rest.substring(0, slash)).indexOf(':') >= 0) {
                throw new Bad("first path segment in URL cannot contain colon");
            }
        }
        String host = "";
        if (rest.startsWith("//") && (scheme > 0 || !rest.startsWith("///"))) {
            int slash = rest.indexOf('/', 2);
            host = authority(
                    url.substring(0, Math.max(0, scheme - 1)).toLowerCase(Locale.ROOT),
                    slash < 0 ? rest.substring(2) : rest.substring(2, slash));
            rest = slash < 0 ? "" : rest.substring(slash);
        }
        unescape(rest, false);
        return host;
    }

    /** Where the text behind the scheme and its colon begins; 0 without a scheme. */
    private static int schemeEnd(String url) throws Bad {
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == ':') {
                if (i == 0) {
                    throw new Bad("missing protocol scheme");
                }
                return i + 1;
            }
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (!letter && !(other && i > 0)) {
                return 0;
            }
        }
        return 0;
    }

    private static String authority(String scheme, String authority) throws Bad {
        int at = authority.lastIndexOf('@');
        String host = hostAndPort(scheme, authority.substring(at + 1));
        if (at >= 0) {
            String user = authority.substring(0, at);
            if (!user.chars().allMatch(c -> isAlphanumeric(c) || USER_CHARACTERS.indexOf(c) >= 0)) {
                throw new Bad("net/url: invalid userinfo");
            }
            unescape(user, false);
        }
        return host;
    }

    private static String hostAndPort(String scheme, String host) throws Bad {
        int bracket = host.lastIndexOf('[');
        if (bracket > 0) {
            throw new Bad("invalid IP-literal");
        }
        if (bracket == 0) {
            return literal(host);
        }
        int first = host.indexOf(':');
        int last = host.lastIndexOf(':');
        if (last >= 0) {
            // Several colons are borne outside of the web.
            boolean strict = scheme.equals("http") || scheme.equals("https");
            checkPort(host.substring(strict ? first : last));
        }
        return unescape(host, true);
    }

    /** {@code [::1]:80}. */
    private static String literal(String host) throws Bad {
        int close = host.lastIndexOf(']');
        if (close < 0) {
            throw new Bad("missing ']' in host");
        }
        String port = host.substring(close + 1);
        checkPort(port);
        String address = host.substring(1, close);
        int zone = address.indexOf("%25");
        String unescaped = zone < 0
                ? unescape(address, true)
                : unescape(address.substring(0, zone), true) + unescape(address.substring(zone), false);
        Optional<String> wrong = IpAddress.problem(unescaped);
        if (wrong.isPresent()) {
            throw new Bad("invalid host: ParseAddr(" + JsonText.goQuoted(unescaped) + "): " + wrong.get());
        }
        if (unescaped.indexOf(':') < 0) {
            throw new Bad("invalid IP-literal");
        }
        return "[" + unescaped + "]" + port;
    }

    private static void checkPort(String port) throws Bad {
        if (!port.isEmpty() && !port.matches(":[0-9]*")) {
            throw new Bad("invalid port " + JsonText.goQuoted(port) + " after host");
        }
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        String name = colon >= 0 && host.substring(colon).matches(":[0-9]*") ? host.substring(0, colon) : host;
        return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    }

    private static String unescape(String text, boolean host) throws Bad {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] unescaped = new byte[bytes.length];
        int size = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                String escape = new String(bytes, i, Math.min(3, bytes.length - i), StandardCharsets.UTF_8);
                // A host may escape nothing but bytes beyond ASCII, and the sign of a zone.
                if (!escape.matches("%[0-9a-fA-F]{2}")
                        || (host && Character.digit(escape.charAt(1), 16) < 8 && !escape.equals("%25"))) {
                    throw new Bad("invalid URL escape " + JsonText.goQuoted(escape));
                }
                unescaped[size++] = (byte) Integer.parseInt(escape.substring(1), 16);
                i += 2;
            } else {
                if (host && bytes[i] >= 0 && !isAlphanumeric(bytes[i]) && HOST_CHARACTERS.indexOf(bytes[i]) < 0) {
                    throw new Bad(
                            "invalid character " + JsonText.goQuoted(Character.toString(bytes[i])) + " in host name");
                }
                unescaped[size++] = bytes[i];
            }
        }
        return new String(unescaped, 0, size, StandardCharsets.UTF_8);
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
