package dev.countersign.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code WWW-Authenticate} challenge (RFC 9110, 11.6.1) of a scheme that registries use.
 *
 * @param scheme {@code basic} or {@code bearer}
 * @param parameters names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
    private static final int MAX_HEADER = 8 << 10;
    private static final Pattern SCHEME = Pattern.compile("^\\s*([A-Za-z]+)(?:\\s+|$)");
    private static final Pattern PARAMETER =
            Pattern.compile("([A-Za-z0-9_-]{1,64})\\s*=\\s*(?:\"([^\"]*+)\"|([^\\s,\"]*+))");

    Challenge {
        parameters = Map.copyOf(parameters);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(v -> !v.isEmpty());
    }

    /** The first challenge of an answer that we can meet. */
    static Optional<Challenge> of(HttpTransport.Response response) {
        List<Challenge> known = new ArrayList<>();
        for (String header : response.headers().getOrDefault("www-authenticate", List.of())) {
            parse(header).ifPresent(known::add);
        }
        return known.stream().findFirst();
    }

    private static Optional<Challenge> parse(String header) {
        Matcher scheme = SCHEME.matcher(header);
        if (header.length() > MAX_HEADER || !scheme.find()) {
            return Optional.empty();
        }
        String name = scheme.group(1).toLowerCase(Locale.ROOT);
        if (!name.equals("basic") && !name.equals("bearer")) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(header.substring(scheme.end()));
        while (parameter.find()) {
            String quoted = parameter.group(2);
            String value = quoted == null ? parameter.group(3) : quoted;
            parameters.putIfAbsent(parameter.group(1).toLowerCase(Locale.ROOT), value);
        }
        return Optional.of(new Challenge(name, parameters));
    }
}
