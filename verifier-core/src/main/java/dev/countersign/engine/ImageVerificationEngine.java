package dev.countersign.engine;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.cluster.ClusterReader;
import dev.countersign.policy.Policy;
import dev.countersign.registry.Registry;
import dev.countersign.trust.TrustRoot;
import java.time.Clock;
import java.util.List;

/**
 * Answers admissions by policies. Immutable and thread-safe; the policies are compiled once, when it is built, without any I/O.
 */
public final class ImageVerificationEngine {

    private ImageVerificationEngine() {}

    /** A new builder. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The answer to a webhook's whole body: both phases in one.
     *
     * @param admissionReview JSON of an AdmissionReview with a request
     * @return JSON of an AdmissionReview with a response
     */
    public byte[] review(byte[] admissionReview) {
        throw new UnsupportedOperationException();
    }

    /** The decision over both phases. */
    public AdmissionDecision decide(AdmissionRequest request) {
        throw new UnsupportedOperationException();
    }

    /** What Kyverno's mutating webhook answers: the verify phase. */
    public PhaseDecision mutate(AdmissionRequest request) {
        throw new UnsupportedOperationException();
    }

    /** What Kyverno's validating webhook answers: the validate phase, over the object as patched by the mutating webhook. */
    public PhaseDecision validate(AdmissionRequest request) {
        throw new UnsupportedOperationException();
    }

    /** Collects what an engine needs. */
    public static final class Builder {
        /** Policies, in the order in which they are evaluated. */
        public Builder policies(List<Policy> policies) {
            return this;
        }

        /** Where images and signatures are. */
        public Builder registry(Registry registry) {
            return this;
        }

        /** Trust where policies bring none of their own; default: none. */
        public Builder trustRoot(TrustRoot trustRoot) {
            return this;
        }

        /** The cluster; default: empty. */
        public Builder cluster(ClusterReader cluster) {
            return this;
        }

        /** The wall clock; default: the system's. */
        public Builder clock(Clock clock) {
            return this;
        }

        /** Compiles the policies; no I/O. */
        public ImageVerificationEngine build() {
            return new ImageVerificationEngine();
        }
    }
}
