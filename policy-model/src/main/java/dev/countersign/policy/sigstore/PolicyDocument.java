package dev.countersign.policy.sigstore;

import static dev.countersign.policy.sigstore.SpecValidation.object;
import static dev.countersign.policy.sigstore.SpecValidation.text;

import dev.countersign.document.DocumentReading;
import dev.countersign.document.Issue;
import dev.countersign.document.JsonText;
import dev.countersign.document.Located;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.document.shape.FieldErrors;
import dev.countersign.document.shape.Places;
import dev.countersign.document.shape.PrivateKeyText;
import dev.countersign.document.shape.ShapeCheck;
import dev.countersign.expression.function.GoSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One document on its way to a policy. Confined to one thread. */
final class PolicyDocument {
    /** The number of the divergence: CUE and Rego are not evaluated. */
    static final String OTHER_LANGUAGES = "D63";

    /** The number of the divergence: a format that does not exist is refused. */
    static final String UNKNOWN_FORMAT = "D69";

    /** The number of the divergence: a member whose name is written in another case is refused. */
    static final String OTHER_CASE = "D80";

    /** The number of the divergence: private keys do not stand in messages. */
    static final String PRIVATE_KEYS = "D81";

    private static final String UNDECODED = "decoding object[0]: error unmarshaling JSON: while decoding JSON: ";
    private static final Set<String> VERSIONS = Set.of("policy.sigstore.dev/v1alpha1", "policy.sigstore.dev/v1beta1");
    private static final Set<String> FORMATS = Set.of("", "legacy", "bundle");

    private final DocumentReading.Document document;
    private final ClusterImagePolicyReader.Options options;
    private final List<Issue> issues = new ArrayList<>();
    private final List<String> divergences = new ArrayList<>();
    private String name = "";
    private String apiVersion = "";

    PolicyDocument(DocumentReading.Document document, ClusterImagePolicyReader.Options options) {
        this.document = document;
        this.options = options;
    }

    ClusterImagePolicyReading.Document read() {
        document.issues().forEach(issue -> issues.add(softened(issue)));
        Optional<Located> root = document.root();
        if (root.isEmpty()) {
            return refused(
                    "decoding object[0]: error converting YAML to JSON: "
                            + document.goError().orElse("no document"),
                    "");
        }
        if (!(root.get() instanceof Located.LocatedObject tree)) {
            issues.add(ClusterImagePolicyReader.error(
                    "NOT_A_POLICY",
                    root.get().location(),
                    "",
                    "the document is no object",
                    "Write a ClusterImagePolicy"));
            return refused(
                    UNDECODED + "json: cannot unmarshal "
                            + ShapeCheck.kind(root.get().value()) + " into Go value of type map[string]interface {}",
                    "");
        }
        ObjectValue value = tree.value();
        apiVersion = text(value, "apiVersion");
        name = text(value.object("metadata").orElse(Value.EMPTY_OBJECT), "name");
        Optional<ClusterImagePolicyReading.Document> other = other(tree);
        if (other.isPresent()) {
            return other.get();
        }
        List<ShapeCheck.Mismatch> mismatches = ShapeCheck.of(
                tree,
                PolicyShape.clusterImagePolicy(),
                apiVersion.substring(apiVersion.indexOf('/') + 1),
                GoSyntax::urlError);
        if (!mismatches.isEmpty()) {
            mismatches.forEach(mismatch -> issues.add(ClusterImagePolicyReader.error(
                    "MALFORMED_POLICY",
                    mismatch.location(),
                    mismatch.path(),
                    mismatch.words(),
                    "Correct it, or remove it")));
            if (mismatches.stream().anyMatch(ShapeCheck.Mismatch::onlyCase)) {
                divergences.add(OTHER_CASE);
            }
            return refused("unable to unmarshal: " + mismatches.get(0).words(), "");
        }
        return validated(tree, value);
    }

    /** The refusal of what is no ClusterImagePolicy at all; empty where it is one. */
    private Optional<ClusterImagePolicyReading.Document> other(Located.LocatedObject tree) {
        ObjectValue value = tree.value();
        String kind = text(value, "kind");
        int slash = apiVersion.indexOf('/');
        String words;
        String path = "apiVersion";
        if (kind.isEmpty() || slash != apiVersion.lastIndexOf('/')) {
            words = UNDECODED + "Object 'Kind' is missing in '" + PrivateKeyText.redact(JsonText.compact(value)) + "'";
            path = kind.isEmpty() ? "kind" : path;
        } else if (apiVersion.isEmpty() || name.isEmpty()) {
            path = apiVersion.isEmpty() ? path : "metadata.name";
            words = "missing field(s): [0]." + path;
        } else if (!VERSIONS.contains(apiVersion) || !kind.equals("ClusterImagePolicy")) {
            words = "unknown type: " + (slash < 0 ? "/" : "") + apiVersion + ", Kind=" + kind;
            path = VERSIONS.contains(apiVersion) ? "kind" : path;
        } else {
            return Optional.empty();
        }
        issues.add(ClusterImagePolicyReader.error(
                "NOT_A_POLICY",
                Places.of(tree, path),
                path,
                "the document is no ClusterImagePolicy: " + words,
                "Write apiVersion policy.sigstore.dev/v1beta1, kind ClusterImagePolicy and a name"));
        return Optional.of(refused(words, ""));
    }

    private ClusterImagePolicyReading.Document validated(Located.LocatedObject tree, ObjectValue value) {
        ObjectValue spec = value.object("spec").orElse(Value.EMPTY_OBJECT);
        FieldErrors found = SpecValidation.of(spec, options);
        found.errors().forEach(error -> tell(tree, error, Issue.Severity.ERROR, "INVALID_POLICY"));
        found.warnings().forEach(warning -> tell(tree, warning, Issue.Severity.WARNING, "DISCOURAGED_VALUE"));
        String warnings = FieldErrors.text(found.warnings());
        if (!found.errors().isEmpty()) {
            if (found.redacted()) {
                divergences.add(PRIVATE_KEYS);
            }
            return new ClusterImagePolicyReading.Document(
                    name,
                    apiVersion,
                    Optional.empty(),
                    issues,
                    "",
                    FieldErrors.text(found.errors()),
                    warnings,
                    divergences);
        }
        unsupported(tree, spec);
        if (issues.stream().anyMatch(issue -> issue.severity() == Issue.Severity.ERROR)) {
            return new ClusterImagePolicyReading.Document(
                    name, apiVersion, Optional.empty(), issues, "", "", warnings, divergences);
        }
        return new ClusterImagePolicyReading.Document(
                name,
                apiVersion,
                Optional.of(ClusterImagePolicyModel.of(value, tree.location())),
                issues,
                "",
                "",
                warnings,
                List.of());
    }

    private void unsupported(Located.LocatedObject tree, ObjectValue spec) {
        if (spec.object("policy").isPresent()) {
            otherLanguage(tree, "spec.policy");
        }
        List<Value> authorities = spec.list("authorities");
        for (int i = 0; i < authorities.size(); i++) {
            ObjectValue authority = object(authorities.get(i));
            String at = "spec.authorities[" + i + "]";
            List<Value> attestations = authority.list("attestations");
            for (int j = 0; j < attestations.size(); j++) {
                if (object(attestations.get(j)).object("policy").isPresent()) {
                    otherLanguage(tree, at + ".attestations[" + j + "].policy");
                }
            }
            String format = text(authority, "signatureFormat");
            if (!FORMATS.contains(format)) {
                divergences.add(UNKNOWN_FORMAT);
                issues.add(new Issue(
                        "INVALID_POLICY",
                        Issue.Severity.ERROR,
                        Places.of(tree, at + ".signatureFormat"),
                        at + ".signatureFormat",
                        "there is no such format; policy-controller takes it for legacy without a word",
                        format,
                        "legacy or bundle",
                        "State how the signatures are stored"));
            }
        }
    }

    private void otherLanguage(Located.LocatedObject tree, String path) {
        divergences.add(OTHER_LANGUAGES);
        issues.add(new Issue(
                "UNSUPPORTED_POLICY_LANGUAGE",
                Issue.Severity.ERROR,
                Places.of(tree, path),
                path,
                "policies in CUE and Rego are not evaluated, so that nothing would hold that is demanded here",
                "",
                "",
                "Say it with conditions of a Kyverno policy"));
    }

    private void tell(Located.LocatedObject tree, FieldErrors.Found found, Issue.Severity severity, String code) {
        String path = found.paths().get(0);
        String message = FieldErrors.text(List.of(found)).replace('\n', ' ');
        issues.add(new Issue(
                code,
                severity,
                Places.of(tree, path),
                path,
                message,
                "",
                "",
                severity == Issue.Severity.ERROR
                        ? "Correct the policy here"
                        : "Write the full address of the predicate type"));
    }

    /** A key that stands twice: as in Kubernetes, the last one counts, and people are told. */
    private static Issue softened(Issue issue) {
        return issue.code().equals("DUPLICATE_KEY")
                ? new Issue(
                        issue.code(),
                        Issue.Severity.WARNING,
                        issue.location(),
                        issue.path(),
                        "the key stands twice; the last one counts",
                        issue.found(),
                        issue.expected(),
                        issue.remedy())
                : issue;
    }

    private ClusterImagePolicyReading.Document refused(String load, String validation) {
        return new ClusterImagePolicyReading.Document(
                name, apiVersion, Optional.empty(), issues, load, validation, "", divergences);
    }
}
