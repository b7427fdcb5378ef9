package dev.countersign.cli;

import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.engine.RuleType;
import dev.countersign.policy.PolicyKind;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints what {@code apply} found, in the words and in the order of Kyverno's command line. */
final class ApplyOutput {
    private static final String RULER = "-".repeat(70);

    private final PrintStream out;

    ApplyOutput(PrintStream out) {
        this.out = out;
    }

    /** The line before the results. */
    void begin(int rules, int objects, int exceptions, boolean piped) {
        if (piped) {
            return;
        }
        print("\nApplying " + rules + " policy rule(s) to " + objects + " resource(s)"
                + (exceptions > 0 ? " with " + exceptions + " exception(s)" : "") + "...\n");
    }

    /** The policies that are refused, with Kyverno's reason: {@code name: why}. */
    void refused(List<String> policies) {
        if (policies.isEmpty()) {
            return;
        }
        print(RULER + "\nPolicies Skipped:\n");
        for (int i = 0; i < policies.size(); i++) {
            print((i + 1) + ". " + policies.get(i) + "\n");
        }
        print(RULER + "\n");
    }

    /** What exceptions skipped, as Kyverno words it; what failed, and the counts. */
    void text(List<AppliedPolicy> applied, ApplyCounts counts) {
        for (AppliedPolicy policy : applied) {
            policy.rules().stream()
                    .filter(rule -> rule.type() == RuleType.MUTATION && rule.status() == RuleStatus.SKIP)
                    .forEach(rule -> print("\nskipped mutate policy "
                            + policy.policy().name() + " -> resource " + policy.resource() + "\n"));
        }
        for (AppliedPolicy policy : applied) {
            List<RuleResponse> failed = policy.failed();
            if (failed.isEmpty()) {
                continue;
            }
            print("policy " + policy.policy().name() + " -> resource " + policy.resource() + " failed"
                    + (policy.auditWarns() ? " as audit warning" : "") + ":\n");
            for (int i = 0; i < failed.size(); i++) {
                print((i + 1) + " - " + failed.get(i).rule() + " " + message(failed.get(i)) + "\n");
            }
        }
        print("\n" + counts.line() + "\n");
    }

    private static String message(RuleResponse rule) {
        return rule.message().isEmpty() ? "validation failed" : rule.message();
    }

    /** Every response as a row of a table. */
    void table(List<AppliedPolicy> applied, boolean detailed, boolean colour) {
        List<String> headings = new ArrayList<>(List.of("ID", "POLICY", "RULE", "RESOURCE", "RESULT", "REASON"));
        if (detailed) {
            headings.add("MESSAGE");
        }
        ResultTable table = new ResultTable(headings, colour);
        for (AppliedPolicy policy : applied) {
            String name = policy.policy().kind() == PolicyKind.POLICY
                    ? policy.policy().key()
                    : policy.policy().name();
            for (RuleResponse rule : policy.rules()) {
                List<String> row =
                        new ArrayList<>(List.of(name, rule.rule(), policy.resource(), result(policy, rule), ""));
                if (detailed) {
                    row.add(rule.message());
                }
                table.add(row);
            }
        }
        print(table.render());
    }

    private static String result(AppliedPolicy policy, RuleResponse rule) {
        return switch (rule.status()) {
            case PASS -> "Pass";
            case ERROR -> "Error";
            case SKIP -> "Skip";
            case FAIL -> policy.failuresWarn() ? "Warn" : "Fail";
        };
    }

    private void print(String text) {
        out.print(text);
    }
}
