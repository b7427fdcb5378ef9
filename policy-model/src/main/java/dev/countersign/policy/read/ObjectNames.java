package dev.countersign.policy.read;

import dev.countersign.document.GoText;
import dev.countersign.document.Located.LocatedObject;
import dev.countersign.document.Location;
import dev.countersign.policy.ObjectMetadata;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Holds names, labels and annotations against the rules of Kubernetes, in its words. Confined to one thread. */
final class ObjectNames {
    private static final int MAX_SUBDOMAIN = 253;
    private static final int MAX_LABEL = 63;
    private static final int MAX_ANNOTATIONS_BYTES = 256 * 1024;

    private static final String SUBDOMAIN = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
            + " characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com',"
            + " regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private static final String DNS_LABEL = "a lowercase RFC 1123 label must consist of lower case alphanumeric"
            + " characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or"
            + " '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    private static final String NAME_PART = "name part must consist of alphanumeric characters, '-', '_' or '.', and"
            + " must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex"
            + " used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    private static final String LABEL_VALUE = "a valid label must be an empty string or consist of alphanumeric"
            + " characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue', "
            + " or 'my_value',  or '12345', regex used for validation is"
            + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    private final Findings findings;
    private final LocatedObject metadata;

    ObjectNames(Findings findings, LocatedObject metadata) {
        this.findings = findings;
        this.metadata = metadata;
    }

    void check(ObjectMetadata read, String generateName, boolean namespaced) {
        if (read.name().isEmpty()) {
            if (generateName.isEmpty()) {
                findings.fieldError("metadata.name: Required value: name or generateName is required");
            }
            findings.error(
                    "MISSING_FIELD",
                    metadata.location(),
                    "metadata.name",
                    "the object has no name",
                    "",
                    "name",
                    "Add name");
        } else {
            subdomain(read.name()).ifPresent(rule -> refuse("metadata.name", "name", read.name(), rule));
        }
        if (namespaced && !read.namespace().isEmpty() && !isDnsLabel(read.namespace())) {
            refuse("metadata.namespace", "namespace", read.namespace(), DNS_LABEL);
        }
        read.labels().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(GoText.BY_BYTES))
                .forEach(label -> label(label.getKey(), label.getValue()));
        int size = 0;
        for (String key :
                read.annotations().keySet().stream().sorted(GoText.BY_BYTES).toList()) {
            qualifiedName(key.toLowerCase(Locale.ROOT))
                    .ifPresent(rule -> refuse("metadata.annotations", "annotations", key, rule));
            size += key.length() + read.annotations().getOrDefault(key, "").length();
        }
        if (size > MAX_ANNOTATIONS_BYTES) {
            findings.fieldError(
                    "metadata.annotations: Too long: may not be more than " + MAX_ANNOTATIONS_BYTES + " bytes");
            findings.error(
                    "TOO_LONG",
                    at("annotations"),
                    "metadata.annotations",
                    "the annotations are too long together",
                    size + " characters",
                    "at most " + MAX_ANNOTATIONS_BYTES,
                    "Shorten them");
        }
    }

    private void label(String key, String value) {
        qualifiedName(key).ifPresent(rule -> refuse("metadata.labels", "labels", key, rule));
        if (value.length() > MAX_LABEL) {
            refuse("metadata.labels", "labels", value, atMost(MAX_LABEL));
        }
        if (!value.isEmpty() && !isNamePart(value)) {
            refuse("metadata.labels", "labels", value, LABEL_VALUE);
        }
    }

    private void refuse(String path, String member, String found, String rule) {
        findings.fieldError(path + ": Invalid value: " + GoText.quote(found) + ": " + rule);
        findings.error(
                "INVALID_NAME",
                at(member),
                path,
                "Kubernetes does not take this name",
                Findings.shorten(found),
                rule,
                "Rename it");
    }

    private Location at(String member) {
        return metadata.get(member).orElse(metadata).location();
    }

    private static String atMost(int length) {
        return "must be no more than " + length + " bytes";
    }

    private static Optional<String> subdomain(String name) {
        if (name.length() > MAX_SUBDOMAIN) {
            return Optional.of(atMost(MAX_SUBDOMAIN));
        }
        return isSubdomain(name) ? Optional.empty() : Optional.of(SUBDOMAIN);
    }

    private static Optional<String> qualifiedName(String key) {
        int slash = key.indexOf('/');
        if (slash != key.lastIndexOf('/')) {
            return Optional.of(
                    "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start"
                            + " and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used"
                            + " for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain"
                            + " prefix and '/' (e.g. 'example.com/MyName')");
        }
        String name = key.substring(slash + 1);
        if (slash == 0) {
            return Optional.of("prefix part must be non-empty");
        }
        if (slash > 0) {
            Optional<String> prefix = subdomain(key.substring(0, slash));
            if (prefix.isPresent()) {
                return prefix.map(rule -> "prefix part " + rule);
            }
        }
        if (name.isEmpty()) {
            return Optional.of("name part must be non-empty");
        }
        if (name.length() > MAX_LABEL) {
            return Optional.of("name part " + atMost(MAX_LABEL));
        }
        return isNamePart(name) ? Optional.empty() : Optional.of(NAME_PART);
    }

    private static boolean isSubdomain(String text) {
        for (String part : text.split("\\.", -1)) {
            if (!isLowerLabel(part)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDnsLabel(String text) {
        return text.length() <= MAX_LABEL && isLowerLabel(text);
    }

    private static boolean isLowerLabel(String text) {
        return !text.isEmpty()
                && text.chars().allMatch(c -> c == '-' || isLowerOrDigit(c))
                && isLowerOrDigit(text.charAt(0))
                && isLowerOrDigit(text.charAt(text.length() - 1));
    }

    private static boolean isNamePart(String text) {
        return !text.isEmpty()
                && text.chars().allMatch(c -> c == '-' || c == '_' || c == '.' || isLetterOrDigit(c))
                && isLetterOrDigit(text.charAt(0))
                && isLetterOrDigit(text.charAt(text.length() - 1));
    }

    private static boolean isLowerOrDigit(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    private static boolean isLetterOrDigit(int c) {
        return isLowerOrDigit(c) || c >= 'A' && c <= 'Z';
    }
}
