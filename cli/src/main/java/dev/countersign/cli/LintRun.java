package dev.countersign.cli;

import dev.countersign.cel.CelMatchConditions;
import dev.countersign.document.Issue;
import dev.countersign.document.Issue.Severity;
import dev.countersign.document.Location;
import dev.countersign.expression.matchcondition.MatchConditionLanguage;
import dev.countersign.policy.Policy;
import dev.countersign.policy.check.KindDiscovery;
import dev.countersign.policy.check.PolicyAdmission;
import dev.countersign.policy.check.lint.Linter;
import dev.countersign.policy.check.lint.Lints;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.policy.read.PolicyReading;
import dev.countersign.verify.lint.TrustLints;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that {@code lint} found. Immutable.
 *
 * @param policies how many were read
 * @param issues of reading, of Kyverno's admission, of our lints; policy by policy
 * @param unreadable whether an input could not be read as policies
 */
record LintRun(int policies, List<Issue> issues, boolean unreadable) {
    private static final String KIND_IS_DEPRECATED = " is deprecated and will be removed in a future release";

    LintRun {
        issues = List.copyOf(issues);
    }

    /** The linter of the program: all lints of all floors. */
    static Linter linter() {
        return new Linter(
                Stream.concat(Lints.all().stream(), TrustLints.all().stream()).toList());
    }

    /** Reads and checks what the arguments name; {@code -} is standard input. */
    static LintRun of(List<String> arguments, InputStream in) {
        List<Issue> issues = new ArrayList<>();
        ObjectFiles files = new ObjectFiles(in);
        Linter linter = linter();
        MatchConditionLanguage conditions = CelMatchConditions.create();
        int policies = 0;
        for (String argument : arguments) {
            PolicyReading reading = read(argument, files, issues);
            issues.addAll(reading.issues());
            policies += reading.policies().size();
            for (Policy policy : reading.policies()) {
                issues.addAll(PolicyAdmission.check(policy, KindDiscovery.BUILT_IN, conditions)
                        .issues());
                issues.addAll(linter.lint(policy));
            }
        }
        boolean unreadable =
                issues.stream().anyMatch(issue -> issue.severity() == Severity.ERROR && !isFinding(issue, linter));
        return new LintRun(policies, issues, unreadable);
    }

    private static PolicyReading read(String argument, ObjectFiles files, List<Issue> issues) {
        if (argument.equals("-")) {
            return PolicyReader.read("-", files.standardInput(issues));
        }
        try {
            return PolicyReader.read(Path.of(argument));
        } catch (InvalidPathException noPath) {
            issues.add(new Issue(
                    "FILE_NOT_FOUND",
                    Severity.ERROR,
                    Location.of("<argument>"),
                    "",
                    "this is no path",
                    "",
                    "a file or folder",
                    "Correct the path"));
            return PolicyReading.joined();
        }
    }

    /** Whether the issue is about a policy that was read. */
    private static boolean isFinding(Issue issue, Linter linter) {
        return issue.code().equals("REFUSED_AT_ADMISSION")
                || linter.rules().stream().anyMatch(rule -> rule.code().equals(issue.code()));
    }

    /** How many issues are errors. */
    long errors() {
        return issues.stream()
                .filter(issue -> issue.severity() == Severity.ERROR)
                .count();
    }

    /** How many issues are warnings. */
    long warnings() {
        return issues.size() - errors();
    }

    /** How many warnings somebody can act on: Kyverno calls every policy of these kinds deprecated. */
    long countedWarnings() {
        return issues.stream()
                .filter(issue ->
                        issue.severity() == Severity.WARNING && !issue.message().contains(KIND_IS_DEPRECATED))
                .count();
    }
}
