package dev.countersign.engine;

import dev.countersign.admission.PatchOperation;
import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of each image, as the annotations {@code kyverno.io/verify-images} and {@code kyverno.io/verify-images-scoped} tell
 * it (Kyverno spec 7.7). Immutable. A status is {@code pass}, {@code fail} or {@code skip}; an annotation, which anyone can write, may
 * hold any other text.
 */
public final class ImageVerificationMetadata {

    /** Key of the annotation that speaks of all policies together. */
    public static final String ANNOTATION = "kyverno.io/verify-images";

    /** Key of the annotation that speaks of each policy and rule. */
    public static final String SCOPED_ANNOTATION = "kyverno.io/verify-images-scoped";

    /** The image was verified. */
    public static final String PASS = "pass";

    /** The image was not verified; also the answer where nothing is known. */
    public static final String FAIL = "fail";

    /** The rule did not look at the image. */
    public static final String SKIP = "skip";

    /** Nothing is known. */
    public static final ImageVerificationMetadata EMPTY = new ImageVerificationMetadata(Value.NULL, Value.NULL);

    private static final String ANNOTATIONS_PATH = "/metadata/annotations";

    /** Image to status; null where nothing has ever been put in, which Kyverno writes as {@code null}. */
    private final Value data;

    /** {@code namespace/policy} to rule to image to status; null likewise, at each level. */
    private final Value policies;

    ImageVerificationMetadata(Value data, Value policies) {
        this.data = data;
        this.policies = policies;
    }

    /**
     * Reads either form of the annotation; a document that is not of the scoped form is read as the flat one.
     *
     * @param annotation JSON, at most 1 MiB
     * @throws ImageVerificationMetadataException with the text of Go's JSON reader
     */
    public static ImageVerificationMetadata parse(String annotation) throws ImageVerificationMetadataException {
        return ImageVerificationMetadataReading.parse(annotation);
    }

    /** Normal form, with digest where one is known, to status; sorted. */
    public Map<String, String> images() {
        return statuses(data);
    }

    /** {@code namespace/policy} to rule to image to status; sorted. */
    public Map<String, Map<String, Map<String, String>>> policies() {
        Map<String, Map<String, Map<String, String>>> byPolicy = new TreeMap<>();
        members(policies).forEach((policy, rules) -> {
            Map<String, Map<String, String>> byRule = new TreeMap<>();
            members(rules).forEach((rule, images) -> byRule.put(rule, statuses(images)));
            byPolicy.put(policy, Collections.unmodifiableMap(byRule));
        });
        return Collections.unmodifiableMap(byPolicy);
    }

    /** Whether nothing is known. */
    public boolean isEmpty() {
        return members(data).isEmpty() && members(policies).isEmpty();
    }

    /** The status of an image whatever the policy; {@code fail} where nothing is known. */
    public String status(String image) {
        return status(data, image);
    }

    /** Whether the image passed or was skipped, whatever the policy. */
    public boolean isVerified(String image) {
        String status = status(image);
        return status.equals(PASS) || status.equals(SKIP);
    }

    /**
     * The status of an image for one rule; {@code fail} where nothing is known.
     *
     * @param policyNamespace empty for a ClusterPolicy
     */
    public String status(String policyNamespace, String policy, String rule, String image) {
        return status(member(member(policies, policyNamespace + "/" + policy), rule), image);
    }

    /** Both together; where both speak of the same image, the other one counts, as in Kyverno. */
    public ImageVerificationMetadata merge(ImageVerificationMetadata other) {
        return new ImageVerificationMetadata(merged(data, other.data), merged(policies, other.policies));
    }

    /**
     * The operations that write the annotations into an object.
     *
     * @param objectHasAnnotations whether the object holds an annotation already
     */
    public List<PatchOperation> annotationPatches(boolean objectHasAnnotations) {
        List<PatchOperation> patches = new ArrayList<>();
        if (!objectHasAnnotations) {
            patches.add(new PatchOperation("add", ANNOTATIONS_PATH, Value.EMPTY_OBJECT));
        }
        patches.add(annotation(ANNOTATION, JsonText.compact(data)));
        if (!members(policies).isEmpty()) {
            patches.add(
                    annotation(SCOPED_ANNOTATION, "{\"version\":1,\"policies\":" + JsonText.compact(policies) + "}"));
        }
        return patches;
    }

    /** {@code {"data": …, "policies": …}}; each null where nothing has ever been put in. */
    public Value.ObjectValue toValue() {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("data", data);
        members.put("policies", policies);
        return new Value.ObjectValue(members);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageVerificationMetadata that
                && data.equals(that.data)
                && policies.equals(that.policies);
    }

    @Override
    public int hashCode() {
        return 31 * data.hashCode() + policies.hashCode();
    }

    @Override
    public String toString() {
        return JsonText.compact(toValue());
    }

    private static PatchOperation annotation(String key, String json) {
        return new PatchOperation("add", ANNOTATIONS_PATH + "/" + key.replace("/", "~1"), Value.of(json));
    }

    private static Map<String, Value> members(Value value) {
        return value instanceof Value.ObjectValue object ? object.members() : Map.of();
    }

    private static Value member(Value value, String name) {
        return members(value).getOrDefault(name, Value.NULL);
    }

    private static String status(Value images, String image) {
        return member(images, image) instanceof Value.StringValue status ? status.value() : FAIL;
    }

    private static Map<String, String> statuses(Value images) {
        Map<String, String> statuses = new TreeMap<>();
        members(images).keySet().forEach(image -> statuses.put(image, status(images, image)));
        return Collections.unmodifiableMap(statuses);
    }

    /** Objects are merged member by member, at most three levels deep; anything else is replaced. */
    private static Value merged(Value first, Value second) {
        if (!(first instanceof Value.ObjectValue object) || !(second instanceof Value.ObjectValue)) {
            return second instanceof Value.NullValue ? first : second;
        }
        Map<String, Value> members = new LinkedHashMap<>(object.members());
        members(second).forEach((key, value) -> members.merge(key, value, ImageVerificationMetadata::merged));
        return new Value.ObjectValue(members);
    }
}
