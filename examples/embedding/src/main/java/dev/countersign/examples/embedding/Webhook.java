package dev.countersign.examples.embedding;

import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.registry.Registries;
import java.nio.file.Path;

/** Answers admissions by policies: policies in, AdmissionReview bytes in, AdmissionReview bytes out. */
public final class Webhook {
    private Webhook() {}

    /**
     * Reads an AdmissionReview from standard input and writes the answer to standard output.
     *
     * @param args the policies and an OCI layout tree of the registry
     */
    public static void main(String[] args) throws Exception {
        ImageVerificationEngine engine = ImageVerificationEngine.builder()
                .policies(PolicyReader.read(Path.of(args[0])).orThrow())
                .registry(Registries.layout(Path.of(args[1]))) // Registries.http().build() asks real registries
                .build();
        byte[] admissionReview = System.in.readAllBytes();
        byte[] answer = engine.review(admissionReview);
        System.out.write(answer);
        System.out.flush();
    }
}
