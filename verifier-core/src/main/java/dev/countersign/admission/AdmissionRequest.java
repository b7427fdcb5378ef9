package dev.countersign.admission;

import dev.countersign.document.Value;
import java.util.Optional;

/**
 * One request of an AdmissionReview. Immutable.
 *
 * @param uid names the request; empty when there is none
 * @param kind the object's kind
 * @param subResource {@code status}, {@code ephemeralcontainers} …; empty for the object itself
 * @param name the object's name; empty where the API server is still to make one
 * @param namespace the object's namespace; empty for an object of the whole cluster
 * @param operation what is done
 * @param userInfo who asks
 * @param object the object; absent for a DELETE
 * @param oldObject the object as it was; absent for a CREATE
 * @param dryRun whether nothing will come of it
 * @param reviewVersion the AdmissionReview's {@code apiVersion}, which the answer repeats
 * @param rest members of the request that have no place above ({@code resource}, {@code requestKind}, {@code options} …), for
 *     expressions
 */
public record AdmissionRequest(
        String uid,
        GroupVersionKind kind,
        String subResource,
        String name,
        String namespace,
        Operation operation,
        UserInfo userInfo,
        Optional<Value.ObjectValue> object,
        Optional<Value.ObjectValue> oldObject,
        boolean dryRun,
        String reviewVersion,
        Value.ObjectValue rest) {

    /** The {@code apiVersion} of a request that came in no AdmissionReview. */
    public static final String DEFAULT_REVIEW_VERSION = "admission.k8s.io/v1";

    /** The namespace of a namespaced object that names none. */
    public static final String DEFAULT_NAMESPACE = "default";

    /** A request that came in no AdmissionReview. */
    public AdmissionRequest(
            String uid,
            GroupVersionKind kind,
            String subResource,
            String name,
            String namespace,
            Operation operation,
            UserInfo userInfo,
            Optional<Value.ObjectValue> object,
            Optional<Value.ObjectValue> oldObject,
            boolean dryRun) {
        this(
                uid,
                kind,
                subResource,
                name,
                namespace,
                operation,
                userInfo,
                object,
                oldObject,
                dryRun,
                DEFAULT_REVIEW_VERSION,
                Value.EMPTY_OBJECT);
    }

    /**
     * The request that creates an object. Its namespace is the object's own; an object without one is taken for an object of
     * the namespace {@code default}.
     */
    public static AdmissionRequest create(Value.ObjectValue object) {
        Optional<Value.ObjectValue> metadata = object.object("metadata");
        return new AdmissionRequest(
                "",
                GroupVersionKind.of(
                        object.text("apiVersion").orElse(""),
                        object.text("kind").orElse("")),
                "",
                metadata.flatMap(found -> found.text("name")).orElse(""),
                metadata.flatMap(found -> found.text("namespace")).orElse(DEFAULT_NAMESPACE),
                Operation.CREATE,
                UserInfo.NOBODY,
                Optional.of(object),
                Optional.empty(),
                false);
    }

    /** The same request with another object. */
    public AdmissionRequest withObject(Value.ObjectValue changed) {
        return new AdmissionRequest(
                uid,
                kind,
                subResource,
                name,
                namespace,
                operation,
                userInfo,
                Optional.of(changed),
                oldObject,
                dryRun,
                reviewVersion,
                rest);
    }
}
