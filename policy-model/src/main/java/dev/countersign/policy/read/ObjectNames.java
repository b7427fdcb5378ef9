package dev.countersign.policy.read;

import dev.countersign.document.GoText;
import dev.countersign.document.Located.LocatedObject;
import dev.countersign.document.Location;
import dev.countersign.policy.LabelNames;
import dev.countersign.policy.ObjectMetadata;
import java.util.Locale;
import java.util.Map;

/** Holds names, labels and annotations against the rules of Kubernetes, in its words. Confined to one thread. */
final class ObjectNames {
    private static final int MAX_ANNOTATIONS_BYTES = 256 * 1024;

    private static final String DNS_LABEL = "a lowercase RFC 1123 label must consist of lower case alphanumeric"
            + " characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or"
            + " '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

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
            LabelNames.checkSubdomain(read.name()).stream()
                    .findFirst()
                    .ifPresent(rule -> refuse("metadata.name", "name", read.name(), rule));
        }
        if (namespaced && !read.namespace().isEmpty() && !LabelNames.isDnsLabel(read.namespace())) {
            refuse("metadata.namespace", "namespace", read.namespace(), DNS_LABEL);
        }
        read.labels().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(GoText.BY_BYTES))
                .forEach(label -> label(label.getKey(), label.getValue()));
        int size = 0;
        for (String key :
                read.annotations().keySet().stream().sorted(GoText.BY_BYTES).toList()) {
            LabelNames.checkKey(key.toLowerCase(Locale.ROOT)).stream()
                    .findFirst()
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
        LabelNames.checkKey(key).stream().findFirst().ifPresent(rule -> refuse("metadata.labels", "labels", key, rule));
        LabelNames.checkValue(value).forEach(rule -> refuse("metadata.labels", "labels", value, rule));
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
}
