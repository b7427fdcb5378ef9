package dev.countersign.registry;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A repository as requests name it: Docker Hub by the host that serves it, its single names under {@code library/}. Host and
 * path hold only characters that are safe in a URL and in a file name; {@code .} and {@code ..} are no path segments.
 */
record RequestTarget(String host, String path) {
    static final String DOCKER_HUB = "index.docker.io";

    private static final int MAX_HOST_LENGTH = 255;
    private static final int MAX_PATH_LENGTH = 255;
    private static final int MAX_QUOTED = 300;
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?");
    private static final Pattern SEGMENT = Pattern.compile("[a-z0-9_-][a-z0-9._-]*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final Pattern QUAD = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9A-Fa-f]*");
    private static final Pattern LOCAL = Pattern.compile("localhost|.*\\.localhost|.*\\.local|\\[::1]");

    /** @throws RegistryException when host or path cannot name a repository; {@link RegistryException.Kind#ANSWERED} */
    static RequestTarget of(Repository repository) throws RegistryException {
        String host = hostOf(repository.host());
        String path = repository.path();
        if (host.equals(DOCKER_HUB) && !path.isEmpty() && path.indexOf('/') < 0) {
            path = "library/" + path;
        }
        if (!isHost(host) || !isPath(path)) {
            throw unparseable(repository.toString());
        }
        return new RequestTarget(host, path);
    }

    /** The host that requests go to: Docker Hub is known by two names and is meant where none is given. */
    static String hostOf(String host) {
        return host.isEmpty() || host.equals("docker.io") ? DOCKER_HUB : host;
    }

    static boolean isHost(String host) {
        return host.length() <= MAX_HOST_LENGTH && HOST.matcher(host).matches() && !host.contains("..");
    }

    static boolean isPath(String path) {
        if (path.isEmpty() || path.length() > MAX_PATH_LENGTH) {
            return false;
        }
        for (String segment : path.split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches()) {
                return false;
            }
        }
        return true;
    }

    /** @throws RegistryException when that is no tag */
    String checkTag(String tag) throws RegistryException {
        if (!TAG.matcher(tag).matches() || tag.equals(".") || tag.equals("..")) {
            throw unparseable(host + "/" + path + ":" + tag);
        }
        return tag;
    }

    /** The place in the registry of a manifest, blob or list of referrers: {@code /v2/shop/web/manifests/1.0}. */
    String resource(String kind, String identifier) {
        return "/v2/" + path + "/" + kind + "/" + identifier;
    }

    /** That place as messages name it. */
    String url(String kind, String identifier) {
        return defaultScheme(host) + "://" + host + resource(kind, identifier);
    }

    /** The tag that lists referrers where the registry does not: {@code sha256-<hex>}. */
    static String fallbackTag(Digest subject) {
        return "sha256-" + subject.hex();
    }

    /** The schemes to try, in order. Plain HTTP is the second choice, and of local hosts only. */
    static List<String> schemes(String host) {
        return isLocal(host) ? List.of("https", "http") : List.of("https");
    }

    static String defaultScheme(String host) {
        return isLocal(host) ? "http" : "https";
    }

    /** The name without its port. */
    static String nameOf(String host) {
        int bracket = host.lastIndexOf(']');
        int colon = host.indexOf(':', Math.max(bracket, 0));
        return colon < 0 ? host : host.substring(0, colon);
    }

    /** Whether this host is this machine or one of a private network by its address. */
    static boolean isLocal(String host) {
        String name = nameOf(host).toLowerCase(Locale.ROOT);
        return LOCAL.matcher(name).matches() || isPrivateAddress(name);
    }

    /** Whether that name is a literal address that is not of the public Internet. */
    static boolean isPrivateAddress(String name) {
        if (name.startsWith("[")) {
            return isPrivateLiteral(name);
        }
        if (!QUAD.matcher(name).matches()) {
            return false;
        }
        String[] parts = name.split("\\.", -1);
        int first = Integer.parseInt(parts[0]);
        int second = Integer.parseInt(parts[1]);
        return first == 127
                || first == 10
                || first == 0
                || (first == 192 && second == 168)
                || (first == 169 && second == 254)
                || (first == 172 && second >= 16 && second <= 31);
    }

    /**
     * Whether the host of a URL may stand for a private address: such an address, or a number that system libraries take for one
     * ({@code 2130706433}, {@code 0x7f000001}).
     */
    static boolean mayBePrivate(String host) {
        String lastLabel = host.substring(host.lastIndexOf('.') + 1);
        boolean isNumber = NUMBER.matcher(lastLabel).matches();
        return isPrivateAddress(host) || isNumber && !QUAD.matcher(host).matches();
    }

    /** However the address is written, and also where it leads to one of version 4. Asks no name server: brackets hold literals only. */
    private static boolean isPrivateLiteral(String bracketed) {
        InetAddress address;
        try {
            address = InetAddress.getByName(bracketed);
        } catch (UnknownHostException e) {
            return true;
        }
        if (address instanceof Inet4Address mapped) {
            return isPrivateAddress(String.valueOf(mapped.getHostAddress()));
        }
        byte[] octets = address.getAddress();
        boolean uniqueLocal = (octets[0] & 0xfe) == 0xfc;
        boolean translated =
                octets[0] == 0 && octets[1] == 0x64 && (octets[2] & 0xff) == 0xff && (octets[3] & 0xff) == 0x9b;
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || uniqueLocal
                || translated
                || ((Inet6Address) address).isIPv4CompatibleAddress();
    }

    /** Whether two URIs lead to the same server. */
    static boolean sameServer(URI one, URI other) {
        return authority(one).equals(authority(other));
    }

    private static String authority(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : "http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443;
        return uri.getScheme() + "://" + host + ":" + port;
    }

    private static RegistryException unparseable(String reference) {
        String quoted = reference.length() <= MAX_QUOTED ? reference : reference.substring(0, MAX_QUOTED) + "…";
        return new RegistryException(
                RegistryException.Kind.ANSWERED, 0, "could not parse reference: " + Failures.printable(quoted));
    }
}
