package dev.countersign.admission;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.Issue;
import dev.countersign.document.JsonReading;
import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads and writes the AdmissionReview of a webhook's body ({@code admission.k8s.io/v1} and {@code v1beta1}), bounded by {@link
 * DocumentLimits#OBJECTS}. Numbers of the object survive as they are. Stateless and thread-safe.
 */
public final class AdmissionReviewCodec {
    private static final String KIND = "AdmissionReview";
    private static final Set<String> VERSIONS = Set.of("admission.k8s.io/v1", "admission.k8s.io/v1beta1");

    /** Members that have a component of their own in {@link AdmissionRequest}. */
    private static final Set<String> KNOWN = Set.of(
            "uid",
            "kind",
            "subResource",
            "name",
            "namespace",
            "operation",
            "userInfo",
            "object",
            "oldObject",
            "dryRun");

    private AdmissionReviewCodec() {}

    /**
     * The request of a review.
     *
     * @param body JSON of an AdmissionReview
     * @throws AdmissionReviewException when the body is not JSON, exceeds a bound, is no AdmissionReview of a known version, lacks the
     *     request, its {@code uid}, {@code kind} or {@code operation}, lacks the object of a CREATE or UPDATE, or holds a field of the
     *     wrong type
     */
    public static AdmissionRequest read(byte[] body) throws AdmissionReviewException {
        ReviewFields review = new ReviewFields("", parse(body));
        String version = review.requiredText("apiVersion");
        if (!VERSIONS.contains(version)) {
            throw review.wrongValue("apiVersion", version, "admission.k8s.io/v1 or admission.k8s.io/v1beta1");
        }
        String kind = review.requiredText("kind");
        if (!kind.equals(KIND)) {
            throw review.wrongValue("kind", kind, KIND);
        }
        Value.ObjectValue members = review.object("request").orElseThrow(() -> review.missing("request", "an object"));
        ReviewFields request = new ReviewFields("request", members);
        Operation operation = operation(request);
        Optional<Value.ObjectValue> object = request.object("object");
        if (object.isEmpty() && (operation == Operation.CREATE || operation == Operation.UPDATE)) {
            throw request.missing("object", "the object that the operation " + operation + " is about");
        }
        return new AdmissionRequest(
                request.requiredText("uid"),
                kind(request.requiredFields("kind")),
                request.text("subResource"),
                request.text("name"),
                request.text("namespace"),
                operation,
                user(request.fields("userInfo")),
                object,
                request.object("oldObject"),
                request.truth("dryRun"),
                version,
                rest(members));
    }

    /**
     * The review that answers a request. A denied answer carries the message and no patch, as Kyverno's does.
     *
     * @param request gives version and uid
     * @return JSON of an AdmissionReview with a response, UTF-8
     */
    public static byte[] write(AdmissionRequest request, AdmissionAnswer answer) {
        Map<String, Value> response = new LinkedHashMap<>();
        response.put("uid", Value.of(request.uid()));
        response.put("allowed", Value.of(answer.allowed()));
        if (!answer.allowed()) {
            Map<String, Value> status = new LinkedHashMap<>();
            status.put("status", Value.of("Failure"));
            status.put("message", Value.of(answer.message()));
            response.put("status", new Value.ObjectValue(status));
        } else if (!answer.patch().isEmpty()) {
            byte[] patch = JsonText.inOrder(patch(answer.patch())).getBytes(StandardCharsets.UTF_8);
            response.put("patch", Value.of(Base64.getEncoder().encodeToString(patch)));
            response.put("patchType", Value.of("JSONPatch"));
        }
        if (!answer.warnings().isEmpty()) {
            response.put("warnings", Value.ofTexts(answer.warnings()));
        }
        Map<String, Value> review = new LinkedHashMap<>();
        review.put("kind", Value.of(KIND));
        review.put("apiVersion", Value.of(request.reviewVersion()));
        review.put("response", new Value.ObjectValue(response));
        return JsonText.inOrder(new Value.ObjectValue(review)).getBytes(StandardCharsets.UTF_8);
    }

    private static Value.ObjectValue parse(byte[] body) throws AdmissionReviewException {
        JsonReading reading = DocumentReader.readJson("<admission review>", body, DocumentLimits.OBJECTS);
        if (reading.value().isEmpty()) {
            Issue issue = reading.issues().get(0);
            throw new AdmissionReviewException(
                    issue.code(),
                    "",
                    issue.location() + ": " + issue.message(),
                    issue.found(),
                    issue.expected(),
                    issue.remedy());
        }
        if (reading.value().get() instanceof Value.ObjectValue review) {
            return review;
        }
        throw new AdmissionReviewException(
                "WRONG_TYPE",
                "",
                "the body is no object",
                "",
                "an AdmissionReview",
                "Send the AdmissionReview as the API server made it");
    }

    private static Operation operation(ReviewFields request) throws AdmissionReviewException {
        String name = request.requiredText("operation");
        return Arrays.stream(Operation.values())
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> request.wrongValue("operation", name, "CREATE, UPDATE, DELETE or CONNECT"));
    }

    private static GroupVersionKind kind(ReviewFields kind) throws AdmissionReviewException {
        return new GroupVersionKind(kind.text("group"), kind.requiredText("version"), kind.requiredText("kind"));
    }

    private static UserInfo user(ReviewFields user) throws AdmissionReviewException {
        UserInfo named = new UserInfo(
                user.text("username"),
                user.text("uid"),
                user.texts("groups"),
                user.textLists("extra"),
                List.of(),
                List.of(),
                false);
        boolean nobody = named.username().isEmpty()
                && named.uid().isEmpty()
                && named.groups().isEmpty()
                && named.extra().isEmpty();
        return nobody ? UserInfo.NOBODY : named;
    }

    private static Value.ObjectValue rest(Value.ObjectValue request) {
        Map<String, Value> rest = new LinkedHashMap<>(request.members());
        rest.keySet().removeAll(KNOWN);
        return new Value.ObjectValue(rest);
    }

    private static Value patch(List<PatchOperation> operations) {
        List<Value> patch = new ArrayList<>(operations.size());
        for (PatchOperation operation : operations) {
            Map<String, Value> members = new LinkedHashMap<>();
            members.put("op", Value.of(operation.op()));
            members.put("path", Value.of(operation.path()));
            members.put("value", operation.value());
            patch.add(new Value.ObjectValue(members));
        }
        return new Value.ListValue(patch);
    }
}
