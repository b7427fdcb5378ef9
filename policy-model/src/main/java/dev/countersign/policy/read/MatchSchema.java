package dev.countersign.policy.read;

import static dev.countersign.policy.read.Schema.field;
import static dev.countersign.policy.read.Schema.object;
import static dev.countersign.policy.read.Schema.oneOf;
import static dev.countersign.policy.read.Schema.text;
import static dev.countersign.policy.read.Schema.textMap;
import static dev.countersign.policy.read.Schema.texts;

/** {@code match} and {@code exclude}. */
final class MatchSchema {
    private static final String INLINE = "Write it as an item of any";

    static final Schema.Node SELECTOR = object(
            "LabelSelector",
            field("matchLabels", textMap()),
            field(
                    "matchExpressions",
                    new Schema.ListOf(object(
                            "LabelSelectorRequirement",
                            field("key", text()).mandatory().always(),
                            field("operator", text()).mandatory().always(),
                            field("values", texts())))));

    private static final Schema.ListOf SUBJECTS = new Schema.ListOf(object(
            "Subject",
            field("kind", text()).mandatory().always(),
            field("apiGroup", text()),
            field("name", text()).mandatory().always(),
            field("namespace", text())));

    private static final Schema.Node RESOURCES = object(
                    "ResourceDescription",
                    field("kinds", texts()),
                    field("name", text()).deprecated("Write it as an item of names"),
                    field("names", texts()),
                    field("namespaces", texts()),
                    field("annotations", textMap()),
                    field("selector", SELECTOR),
                    field("namespaceSelector", SELECTOR),
                    field("operations", new Schema.ListOf(oneOf("CREATE", "CONNECT", "UPDATE", "DELETE"))))
            .notBothOf("name", "names");

    private static final Schema.ListOf FILTERS = new Schema.ListOf(object(
            "ResourceFilter",
            field("roles", texts()),
            field("clusterRoles", texts()),
            field("subjects", SUBJECTS),
            field("resources", RESOURCES).always()));

    /** {@code kyverno.io/v1}: with the inline form. */
    static final Schema.Node V1 = object(
                    "MatchResources",
                    field("any", FILTERS),
                    field("all", FILTERS),
                    field("roles", texts()).deprecated(INLINE),
                    field("clusterRoles", texts()).deprecated(INLINE),
                    field("subjects", SUBJECTS).deprecated(INLINE),
                    field("resources", RESOURCES).always().deprecated(INLINE))
            .notBothOf("any", "all");

    /** {@code kyverno.io/v2beta1} and exceptions: {@code any} and {@code all} only. */
    static final Schema.Node V2BETA1 = V1.without("roles", "clusterRoles", "subjects", "resources");

    private MatchSchema() {}
}
