package dev.countersign.conformance;

import dev.countersign.document.Issue;
import dev.countersign.policy.ObjectMetadata;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyException;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.policy.read.PolicyReading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The policies and exceptions of a case, as loaded. Immutable.
 *
 * @param policies that did load
 * @param exceptions that did load
 * @param error Kyverno's text for what did not load; where only ours refuses, the issues
 */
record CasePolicies(List<Policy> policies, List<PolicyException> exceptions, Optional<String> error) {
    CasePolicies {
        policies = List.copyOf(policies);
        exceptions = List.copyOf(exceptions);
    }

    /** Loads the policies and exceptions of a case; the loader is given their path below the corpus. */
    static CasePolicies of(CaseFolder folder, CorpusWorld world) {
        List<String> errors = new ArrayList<>();
        List<PolicyException> exceptions = List.of();
        if (folder.file("exceptions.yaml").isPresent()) {
            PolicyReading reading = PolicyReader.readExceptions(
                    source(folder, world, "exceptions.yaml"), bytes(folder, "exceptions.yaml"));
            exceptions = reading.exceptions().stream().map(CasePolicies::placed).toList();
            error(reading).ifPresent(error -> errors.add("exceptions.yaml: " + error));
        }
        PolicyReading reading = PolicyReader.read(source(folder, world, "policy.yaml"), bytes(folder, "policy.yaml"));
        error(reading).ifPresent(errors::add);
        return new CasePolicies(
                reading.policies(),
                exceptions,
                errors.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", errors)));
    }

    /** An exception without a namespace stands in {@code default}, where the corpus puts it. */
    private static PolicyException placed(PolicyException exception) {
        ObjectMetadata metadata = exception.metadata();
        return metadata.namespace().isEmpty()
                ? new PolicyException(
                        exception.apiVersion(),
                        new ObjectMetadata(metadata.name(), "default", metadata.labels(), metadata.annotations()),
                        exception.background(),
                        exception.match(),
                        exception.conditions(),
                        exception.exceptions(),
                        exception.source())
                : exception;
    }

    private static Optional<String> error(PolicyReading reading) {
        return reading.kyvernoError().or(() -> reading.issues().stream()
                .filter(issue -> issue.severity() == Issue.Severity.ERROR)
                .map(Issue::toString)
                .findFirst());
    }

    private static byte[] bytes(CaseFolder folder, String file) {
        return folder.read(file).getBytes(StandardCharsets.UTF_8);
    }

    private static String source(CaseFolder folder, CorpusWorld world, String file) {
        Path corpus = world.corpus().toAbsolutePath().normalize();
        Path path = folder.directory().toAbsolutePath().normalize().resolve(file);
        return path.startsWith(corpus)
                ? corpus.relativize(path).toString().replace('\\', '/')
                : "cases/" + folder.name() + "/" + file;
    }
}
