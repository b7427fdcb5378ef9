package dev.countersign.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What Kubernetes allows as key and value of a label, and its words for what it does not. Stateless and thread-safe. */
public final class LabelNames {
    private static final int MAX_NAME = 63;
    private static final int MAX_SUBDOMAIN = 253;
    private static final String NAME_RULE =
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and"
                    + " end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
                    + " validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    private static final String VALUE_RULE = "a valid label must be an empty string or consist of alphanumeric"
            + " characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
            + " 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    private static final String SUBDOMAIN_RULE = "a lowercase RFC 1123 subdomain must consist of lower case"
            + " alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g."
            + " 'example.com', regex used for validation is"
            + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private LabelNames() {}

    /** What is wrong with a key; empty when nothing is. */
    public static List<String> checkKey(String key) {
        List<String> errors = new ArrayList<>();
        String[] parts = key.split("/", -1);
        if (parts.length > 2) {
            errors.add("a valid label key " + NAME_RULE
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
            return errors;
        }
        if (parts.length == 2) {
            List<String> ofPrefix = parts[0].isEmpty() ? List.of("must be non-empty") : checkSubdomain(parts[0]);
            ofPrefix.forEach(error -> errors.add("prefix part " + error));
        }
        String name = parts[parts.length - 1];
        if (name.isEmpty()) {
            errors.add("name part must be non-empty");
        } else if (bytes(name) > MAX_NAME) {
            errors.add("name part must be no more than 63 bytes");
        }
        if (!isName(name)) {
            errors.add("name part " + NAME_RULE);
        }
        return errors;
    }

    /** What is wrong with a value; empty when nothing is. */
    public static List<String> checkValue(String value) {
        List<String> errors = new ArrayList<>();
        if (bytes(value) > MAX_NAME) {
            errors.add("must be no more than 63 bytes");
        }
        if (!value.isEmpty() && !isName(value)) {
            errors.add(VALUE_RULE);
        }
        return errors;
    }

    /** What is wrong with a subdomain of RFC 1123; empty when nothing is. */
    public static List<String> checkSubdomain(String text) {
        List<String> errors = new ArrayList<>();
        if (bytes(text) > MAX_SUBDOMAIN) {
            errors.add("must be no more than 253 bytes");
        }
        if (!Arrays.stream(text.split("\\.", -1)).allMatch(LabelNames::isLowerLabel)) {
            errors.add(SUBDOMAIN_RULE);
        }
        return errors;
    }

    /** Whether a text is a label of RFC 1123, as the name of a namespace is. */
    public static boolean isDnsLabel(String text) {
        return text.length() <= MAX_NAME && isLowerLabel(text);
    }

    private static boolean isLowerLabel(String text) {
        return !text.isEmpty()
                && !text.startsWith("-")
                && !text.endsWith("-")
                && text.chars().allMatch(c -> isLowerOrDigit(c) || c == '-');
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && isAlphanumeric(text.charAt(0))
                && isAlphanumeric(text.charAt(text.length() - 1))
                && text.chars().allMatch(c -> isAlphanumeric(c) || c == '-' || c == '_' || c == '.');
    }

    private static boolean isLowerOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static boolean isAlphanumeric(int c) {
        return isLowerOrDigit(c) || (c >= 'A' && c <= 'Z');
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
