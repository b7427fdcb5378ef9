package dev.countersign.policy.read;

import dev.countersign.document.DocumentReading.Document;
import dev.countersign.document.GoText;
import dev.countersign.document.Issue;
import dev.countersign.document.Located;
import dev.countersign.document.Located.LocatedObject;
import dev.countersign.document.Value;
import dev.countersign.policy.ObjectMetadata;
import dev.countersign.policy.PolicyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads one document in the order of Kyverno's loader: identity, metadata, unknown fields, schema, Kyverno's own types.
 * Confined to one thread.
 */
final class DocumentCheck {
    private static final String V1 = "kyverno.io/v1";
    private static final String V2 = "kyverno.io/v2";
    private static final String V2BETA1 = "kyverno.io/v2beta1";
    private static final String GROUP = "kyverno.io";
    private static final String UNKNOWN_FIELD = ": Invalid value: value provided for unknown field";

    private final Document document;
    private final Loader loader;
    private final Findings findings = new Findings();

    private DocumentCheck(Document document, Loader loader) {
        this.document = document;
        this.loader = loader;
        document.issues().forEach(findings::add);
    }

    static DocumentOutcome read(Document document, Loader loader) {
        return document.blank()
                ? DocumentOutcome.nothing(List.of(), "", false)
                : new DocumentCheck(document, loader).read();
    }

    private DocumentOutcome read() {
        if (document.root().isEmpty()) {
            return refused(document.goError()
                    .map(error -> "failed to parse yaml: error converting YAML to JSON: " + error)
                    .orElse(""));
        }
        Located root = document.root().get();
        PrivateKeys.report(root, "", findings);
        ResourceIdentity identity;
        try {
            identity = ResourceIdentity.of(root.value());
        } catch (ResourceIdentity.NotAResourceException notAResource) {
            findings.error(
                    "NOT_A_RESOURCE",
                    root.location(),
                    "",
                    "the document is no Kubernetes object",
                    Findings.describe(root.value()),
                    "an object with apiVersion and kind",
                    "Write a ClusterPolicy, Policy or PolicyException");
            return refused(
                    "failed to parse yaml: error unmarshaling JSON: while decoding JSON: " + notAResource.text());
        }
        if (identity.isEmpty()) {
            return withoutIdentity(root);
        }
        return root instanceof LocatedObject object ? resource(object, identity) : withoutIdentity(root);
    }

    private DocumentOutcome withoutIdentity(Located root) {
        boolean empty = document.isNull();
        findings.add(new Issue(
                empty ? "EMPTY_DOCUMENT" : "NOT_A_RESOURCE",
                empty ? Issue.Severity.WARNING : Issue.Severity.ERROR,
                root.location(),
                "",
                empty ? "the document is empty" : "the document has neither apiVersion nor kind",
                "",
                "an object with apiVersion and kind",
                empty ? "Remove one line of ---" : "Add apiVersion and kind"));
        return refused("GVK cannot be empty");
    }

    private DocumentOutcome resource(LocatedObject root, ResourceIdentity identity) {
        String groupVersion = identity.groupVersion();
        String kind = identity.kind();
        if (!KnownKinds.has(groupVersion, kind)) {
            unknownKind(root, identity);
            return refused("failed to retrieve validator: "
                    + (KnownKinds.hasGroupVersion(groupVersion)
                            ? "kind " + kind + " not found in " + groupVersion + " groupversion"
                            : "failed to locate OpenAPI spec for GV: " + groupVersion));
        }
        boolean newer = groupVersion.equals(V2BETA1);
        if (newer || groupVersion.equals(V1)) {
            for (PolicyKind policy : PolicyKind.values()) {
                if (policy.kind().equals(kind)) {
                    return policy(root, identity, policy, newer);
                }
            }
        }
        if ((newer || groupVersion.equals(V2)) && kind.equals("PolicyException")) {
            return exception(root, identity);
        }
        boolean otherPolicy = KnownKinds.isPolicyOfOtherKind(groupVersion, kind);
        findings.error(
                "UNSUPPORTED_KIND",
                root.location(),
                "kind",
                otherPolicy ? "policies of this kind are not evaluated" : "this is no policy",
                groupVersion + " " + kind,
                "ClusterPolicy, Policy or PolicyException",
                "Move the document to another file");
        return otherPolicy && loader == Loader.POLICIES
                ? DocumentOutcome.nothing(findings.issues(), "", false)
                : DocumentOutcome.nothing(findings.issues(), loader.unsupported(identity), true);
    }

    private void unknownKind(LocatedObject root, ResourceIdentity identity) {
        boolean kyverno = identity.group().isEmpty() || identity.group().equals(GROUP);
        String remedy =
                "Write apiVersion kyverno.io/v1 for ClusterPolicy and Policy, kyverno.io/v2 for PolicyException";
        findings.error(
                "UNKNOWN_KIND",
                root.get("kind").or(() -> root.get("apiVersion")).orElse(root).location(),
                "kind",
                "this version of the API has no such kind",
                Findings.shorten(identity.groupVersion() + " " + identity.kind()),
                "",
                identity.group().equals("policy.sigstore.dev")
                        ? "It is policy-controller's, which only apply and trust read"
                        : identity.kind().equals("List")
                                ? "Write the items as documents of their own, with lines of --- between"
                                : kyverno
                                        ? Similar.to(
                                                        identity.kind(),
                                                        List.of("ClusterPolicy", "Policy", "PolicyException"))
                                                .filter(similar -> !similar.equals(identity.kind()))
                                                .map(similar -> "Did you mean " + similar + "?")
                                                .orElse(remedy)
                                        : remedy);
    }

    private DocumentOutcome policy(LocatedObject root, ResourceIdentity identity, PolicyKind kind, boolean newer) {
        Checked checked =
                check(root, identity, newer ? PolicySchema.V2BETA1 : PolicySchema.V1, kind == PolicyKind.POLICY);
        if (findings.hasErrors()) {
            return checked.outcome();
        }
        return new DocumentOutcome(
                Optional.of(PolicyModel.policy(
                        kind,
                        identity.groupVersion(),
                        checked.metadata(),
                        checked.document(),
                        newer ? RuleSchema.V2BETA1 : RuleSchema.V1,
                        root)),
                Optional.empty(),
                findings.issues(),
                Optional.empty(),
                false);
    }

    private DocumentOutcome exception(LocatedObject root, ResourceIdentity identity) {
        Checked checked = check(root, identity, ExceptionSchema.EXCEPTION, true);
        if (findings.hasErrors()) {
            return checked.outcome();
        }
        // Kyverno's loader of policies does not take exceptions; ours does, and only tells what Kyverno's says.
        return new DocumentOutcome(
                Optional.empty(),
                Optional.of(
                        PolicyModel.exception(identity.groupVersion(), checked.metadata(), checked.document(), root)),
                findings.issues(),
                loader == Loader.EXCEPTIONS ? Optional.empty() : Optional.of(loader.unsupported(identity)),
                false);
    }

    /** A checked document, and what becomes of it where it has errors. */
    private record Checked(ObjectMetadata metadata, Value.ObjectValue document, DocumentOutcome outcome) {}

    private Checked check(LocatedObject root, ResourceIdentity identity, Schema.Node schema, boolean namespaced) {
        MetadataCheck metadataCheck = new MetadataCheck(findings);
        ObjectMetadata metadata = metadataCheck.check(root, namespaced);
        Value.ObjectValue checked = new SchemaCheck(findings).check(root, schema);
        List<String> strict = new ArrayList<>();
        document.goError().ifPresent(strict::add);
        metadataCheck.unknownPaths().forEach(path -> strict.add(path + UNKNOWN_FIELD));
        findings.unknownPaths().forEach(path -> strict.add(path + UNKNOWN_FIELD));
        DocumentOutcome outcome;
        if (metadataCheck.decodeError().isPresent()) {
            outcome = refused(metadataCheck.decodeError().get());
        } else if (!strict.isEmpty()) {
            outcome = refused(String.join("\n", strict));
        } else if (!findings.fieldErrors().isEmpty()) {
            outcome = DocumentOutcome.nothing(
                    findings.issues(),
                    "failed to validate resource (" + identity.kind() + "." + GROUP + " "
                            + GoText.quote(metadata.name()) + " is invalid: " + aggregate(findings.fieldErrors()) + ")",
                    loader == Loader.EXCEPTIONS);
        } else {
            outcome = DocumentOutcome.nothing(
                    findings.issues(), findings.isUnconvertible() ? loader.unsupported(identity) : "", true);
        }
        return new Checked(metadata, checked, outcome);
    }

    private DocumentOutcome refused(String error) {
        String text = error.isEmpty() ? "" : "failed to parse document (" + error + ")";
        return DocumentOutcome.nothing(
                findings.issues(), text, loader == Loader.EXCEPTIONS || text.contains(UNKNOWN_FIELD.substring(2)));
    }

    /** Several field errors as Kubernetes joins them: each once, in brackets. */
    private static String aggregate(List<String> errors) {
        List<String> distinct = errors.stream().distinct().toList();
        return distinct.size() == 1 ? distinct.get(0) : "[" + String.join(", ", distinct) + "]";
    }
}
