package dev.countersign.cli;

import dev.countersign.cluster.ClusterReader;
import dev.countersign.cluster.manifests.ManifestCluster;
import dev.countersign.document.Issue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyException;
import dev.countersign.policy.check.PolicyAdmission;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.policy.read.PolicyReading;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that {@code apply} reads. Immutable.
 *
 * @param policies in the order of the arguments
 * @param exceptions in the order of the arguments
 * @param objects in the order of the arguments
 * @param cluster what {@code --cluster-objects} names
 * @param sigstore the documents of policy-controller among the policies
 * @param warnings of deprecated kinds, each with its file
 * @param issues why an input cannot be read; with any of them nothing is evaluated
 */
record ApplyInputs(
        List<Policy> policies,
        List<PolicyException> exceptions,
        List<ObjectValue> objects,
        ClusterReader cluster,
        SigstoreInputs sigstore,
        List<String> warnings,
        List<Issue> issues) {
    private static final String DEPRECATED = " is deprecated and will be removed in a future release";

    ApplyInputs {
        policies = List.copyOf(policies);
        exceptions = List.copyOf(exceptions);
        objects = List.copyOf(objects);
        warnings = List.copyOf(warnings);
        issues = List.copyOf(issues);
    }

    /** Reads what the arguments name; {@code -} is standard input. */
    static ApplyInputs read(ApplyCommand command, InputStream in) {
        List<Issue> issues = new ArrayList<>();
        List<Policy> policies = new ArrayList<>();
        List<PolicyException> exceptions = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        ObjectFiles files = new ObjectFiles(in);
        SigstoreInputs sigstore = new SigstoreInputs(List.of(), List.of());
        for (String argument : command.policies) {
            Optional<byte[]> held = argument.equals("-") ? Optional.empty() : SigstoreInputs.file(Path.of(argument));
            if (held.isPresent()) {
                PolicyDocuments documents = PolicyDocuments.read(argument, held.get());
                sigstore = sigstore.with(documents);
                policies.addAll(documents.policies());
                issues.addAll(documents.errors());
                continue;
            }
            PolicyReading reading = argument.equals("-")
                    ? PolicyReader.read("-", files.standardInput(issues))
                    : PolicyReader.read(Path.of(argument));
            errors(reading, issues);
            policies.addAll(reading.policies());
        }
        for (String argument : command.exceptions) {
            PolicyReading reading = PolicyReader.readExceptions(Path.of(argument));
            errors(reading, issues);
            exceptions.addAll(reading.exceptions());
        }
        for (Policy policy : policies) {
            PolicyAdmission.check(policy).warnings().stream()
                    .filter(warning -> warning.contains(DEPRECATED))
                    .findFirst()
                    .ifPresent(warning -> warnings.add(policy.locate("").source() + ": " + warning));
        }
        exceptions.stream()
                .map(exception -> exception.source().location().source() + ": " + exception.apiVersion()
                        + " PolicyException" + DEPRECATED
                        + "; migrate to PolicyException (policies.kyverno.io), see"
                        + " https://kyverno.io/docs/guides/migration-to-cel/")
                .distinct()
                .forEach(warnings::add);
        List<ObjectValue> objects = files.read(command.resources, false, issues);
        // A namespace that no file holds exists when an object under admission is in it.
        ClusterReader cluster = ManifestCluster.of(files.read(command.clusterObjects, true, issues))
                .withNamespaces(
                        objects.stream().map(ManifestCluster::namespaceOf).toList());
        return new ApplyInputs(policies, exceptions, objects, cluster, sigstore, warnings, issues);
    }

    private static void errors(PolicyReading reading, List<Issue> issues) {
        reading.issues().stream()
                .filter(issue -> issue.severity() == Issue.Severity.ERROR)
                .forEach(issues::add);
    }
}
