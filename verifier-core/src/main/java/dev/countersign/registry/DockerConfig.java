package dev.countersign.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.countersign.registry.RegistryException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Logins from Docker configuration files, as Secrets of type {@code kubernetes.io/dockerconfigjson} hold them. Immutable and
 * thread-safe; its text shows no secret.
 *
 * <p>Of the entries that fit a repository, the most specific wins, as in Kubernetes: an entry is a host, with its port and the
 * beginning of a path where it has them; each label of the host may hold {@code *}. Credential helpers are not run.
 */
public final class DockerConfig implements RegistryCredentialSource {
    /** The longest file, in bytes: what a Secret can hold. */
    public static final int MAX_BYTES = 1 << 20;

    /** No more entries are read of one file. */
    public static final int MAX_ENTRIES = 1000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    private final TreeMap<String, RegistryCredential> entries;

    private DockerConfig(TreeMap<String, RegistryCredential> entries) {
        this.entries = entries;
    }

    /**
     * Reads a file {@code {"auths": {"registry.example": {"auth": "…"}}}}. An entry without a login is passed over.
     *
     * @throws RegistryException when it is no such file, of kind {@link Kind#DENIED}
     */
    public static DockerConfig parse(byte[] config) throws RegistryException {
        return of(tree(config).path("auths"));
    }

    /**
     * Reads a file of the older form {@code {"registry.example": {"auth": "…"}}}.
     *
     * @throws RegistryException when it is no such file, of kind {@link Kind#DENIED}
     */
    public static DockerConfig parseLegacy(byte[] config) throws RegistryException {
        return of(tree(config));
    }

    /** The logins of several files; of two for the same entry, the first counts. */
    public static DockerConfig merge(List<DockerConfig> configs) {
        TreeMap<String, RegistryCredential> entries = new TreeMap<>(Collections.reverseOrder());
        configs.forEach(config -> config.entries.forEach(entries::putIfAbsent));
        return new DockerConfig(entries);
    }

    @Override
    public Optional<RegistryCredential> credential(Repository repository) {
        String target = repository.toString();
        for (Map.Entry<String, RegistryCredential> entry : entries.entrySet()) {
            if (fits(entry.getKey(), target)) {
                return Optional.of(entry.getValue());
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "DockerConfig" + entries.keySet();
    }

    private static JsonNode tree(byte[] config) throws RegistryException {
        if (config.length > MAX_BYTES) {
            throw malformed("it is longer than " + MAX_BYTES + " bytes");
        }
        JsonNode tree;
        try {
            tree = JSON.readTree(new String(config, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw malformed("it is no JSON");
        }
        if (!tree.isObject()) {
            throw malformed("it is no JSON object");
        }
        return tree;
    }

    private static DockerConfig of(JsonNode auths) throws RegistryException {
        TreeMap<String, RegistryCredential> entries = new TreeMap<>(Collections.reverseOrder());
        if (auths.size() > MAX_ENTRIES) {
            throw malformed("it has more than " + MAX_ENTRIES + " entries");
        }
        for (Map.Entry<String, JsonNode> entry : auths.properties()) {
            Optional<RegistryCredential> login = login(entry.getValue());
            if (login.isPresent()) {
                entries.putIfAbsent(key(entry.getKey()), login.get());
            }
        }
        return new DockerConfig(entries);
    }

    private static Optional<RegistryCredential> login(JsonNode entry) throws RegistryException {
        String token = entry.path("registrytoken").asText("");
        if (TOKEN.matcher(token).matches()) {
            return Optional.of(new RegistryCredential.Bearer(token));
        }
        if (!entry.path("identitytoken").asText("").isEmpty()) {
            throw malformed("identity tokens are not supported: state a user and a password or access token");
        }
        String auth = entry.path("auth").asText("");
        String user = entry.path("username").asText("");
        String password = entry.path("password").asText("");
        if (!auth.isEmpty()) {
            String pair = decode(auth);
            int colon = pair.indexOf(':');
            if (colon < 0) {
                throw malformed("unable to decode auth field: it must be base64 of user:password");
            }
            user = pair.substring(0, colon);
            password = pair.substring(colon + 1);
        }
        if (user.indexOf(':') >= 0) {
            throw malformed("a user name must not contain a colon");
        }
        return user.isEmpty() && password.isEmpty()
                ? Optional.empty()
                : Optional.of(new RegistryCredential.Basic(user, password));
    }

    private static String decode(String auth) throws RegistryException {
        try {
            return new String(Base64.getMimeDecoder().decode(auth), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed("unable to decode auth field: it must be base64 of user:password");
        }
    }

    /** The host and path of an entry, which may be written as a URL; {@code /v1/} and {@code /v2/} mean the host. */
    private static String key(String written) {
        String bare = written.startsWith("https://")
                ? written.substring("https://".length())
                : written.startsWith("http://") ? written.substring("http://".length()) : written;
        int slash = bare.indexOf('/');
        if (slash < 0) {
            return bare;
        }
        String path = bare.substring(slash);
        if (path.startsWith("/v1/") || path.startsWith("/v2/")) {
            path = path.substring("/v1".length());
        }
        return bare.substring(0, slash) + (path.equals("/") ? "" : path);
    }

    private static boolean fits(String entry, String target) {
        String entryHost = host(entry);
        String targetHost = host(target);
        return target.substring(targetHost.length()).startsWith(entry.substring(entryHost.length()))
                && port(entryHost).equals(port(targetHost))
                && fitLabels(name(entryHost).split("\\.", -1), name(targetHost).split("\\.", -1));
    }

    private static boolean fitLabels(String[] patterns, String[] labels) {
        if (patterns.length != labels.length) {
            return false;
        }
        List<Boolean> fitting = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            fitting.add(fitsLabel(patterns[i], labels[i]));
        }
        return !fitting.contains(false);
    }

    /** Whether the pieces between the stars stand in the label, in order. */
    private static boolean fitsLabel(String pattern, String label) {
        String[] pieces = pattern.split("\\*", -1);
        if (pieces.length == 1) {
            return pattern.equals(label);
        }
        String last = pieces[pieces.length - 1];
        int at = pieces[0].length();
        if (!label.startsWith(pieces[0])) {
            return false;
        }
        for (int i = 1; i < pieces.length - 1; i++) {
            int next = label.indexOf(pieces[i], at);
            if (next < 0) {
                return false;
            }
            at = next + pieces[i].length();
        }
        return label.length() - last.length() >= at && label.endsWith(last);
    }

    private static String host(String entry) {
        int slash = entry.indexOf('/');
        return slash < 0 ? entry : entry.substring(0, slash);
    }

    private static String port(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0 ? "" : host.substring(colon + 1);
    }

    private static String name(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    private static RegistryException malformed(String why) {
        return new RegistryException(Kind.DENIED, 0, "the Docker configuration cannot be read: " + why);
    }
}
