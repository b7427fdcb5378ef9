package dev.countersign.cli;

import dev.countersign.document.Issue;
import dev.countersign.policy.check.lint.LintRule;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Kyverno's own checks of a policy's admission, then ours. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Checks policies: what Kyverno says when they are created, then what it does not say. Exit status 1 on an error, 2"
                        + " where an input cannot be read.")
final class LintCommand implements Callable<Integer> {
    private static final List<String> FORMATS = List.of("text", "json", "sarif");

    private final PrintStream out;
    private final PrintStream err;
    private final InputStream in;

    @Parameters(
            paramLabel = "POLICY",
            arity = "1..*",
            description = "Files, folders (with all below) or - for standard input.")
    List<String> policies = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (the default), json or sarif.")
    String format = "text";

    @Option(
            names = "--strict",
            description = "Warnings count as errors, but for Kyverno's note that its policy kinds are deprecated.")
    boolean strict;

    LintCommand(PrintStream out, PrintStream err, InputStream in) {
        this.out = out;
        this.err = err;
        this.in = in;
    }

    @Override
    public Integer call() {
        String chosen;
        try {
            chosen = OutputFormat.of(format, FORMATS);
        } catch (InputException e) {
            return ErrorLine.unreadable(err, e.getMessage());
        }
        LintRun run = LintRun.of(policies, in);
        switch (chosen) {
            case "json" -> out.print(LintJson.of(run) + "\n");
            case "sarif" -> out.print(LintSarif.of(run) + "\n");
            default -> text(run);
        }
        if (run.unreadable()) {
            return ExitStatus.UNREADABLE;
        }
        return run.errors() > 0 || strict && run.countedWarnings() > 0 ? ExitStatus.FAILED : ExitStatus.OK;
    }

    private void text(LintRun run) {
        for (Issue issue : run.issues()) {
            out.print(issue + " (" + LintRule.helpOf(issue.code()) + ")\n");
        }
        out.print(run.policies() + " policies, " + run.errors() + " errors, " + run.warnings() + " warnings\n");
    }
}
