package dev.countersign.cli;

import dev.countersign.cel.CelMatchConditions;
import dev.countersign.conformance.ConformanceReport;
import dev.countersign.conformance.CorpusException;
import dev.countersign.conformance.CorpusRunner;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a corpus of Kyverno's recorded answers: one JSON line a case or table line that is not equal, and a closing object. */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        description =
                "Compares our answers with Kyverno's recorded ones: a JSON line for each case that is not equal, then the counts.")
final class ConformanceCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Parameters(paramLabel = "DIR", description = "The corpus: registry, trust, cases and tables.")
    Path corpus = Path.of("");

    @Option(names = "--cases", paramLabel = "DIR", description = "One more folder of cases; may be repeated.")
    List<Path> cases = new ArrayList<>();

    @Option(names = "--tables", paramLabel = "DIR", description = "The folder of tables, in place of DIR/tables.")
    @Nullable
    Path tables;

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            description = "Only cases and table lines in whose name it is found.")
    @Nullable
    String only;

    @Option(names = "--threads", paramLabel = "N", description = "How many cases at once; default: one a processor.")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--safety",
            description =
                    "Instead of the differences: only cases that Kyverno refuses or fails and ours allows. Exit 1 if any.")
    boolean safety;

    ConformanceCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        CorpusRunner.Builder builder =
                CorpusRunner.of(corpus).threads(threads).matchConditions(CelMatchConditions.create());
        cases.forEach(builder::cases);
        if (tables != null) {
            builder.tables(tables);
        }
        if (only != null) {
            try {
                builder.only(Pattern.compile(only));
            } catch (PatternSyntaxException e) {
                return ErrorLine.unreadable(err, "--only is no regular expression: " + e.getDescription());
            }
        }
        ConformanceReport report;
        try {
            report = builder.build().run();
        } catch (CorpusException e) {
            return ErrorLine.unreadable(err, e.getMessage());
        }
        PrintStream lines = new PrintStream(out, false, StandardCharsets.UTF_8);
        if (safety) {
            report.safetyLines().forEach(line -> lines.print(line + "\n"));
        } else {
            report.lines().forEach(line -> lines.print(line + "\n"));
        }
        lines.flush();
        return safety && !report.unsafe().isEmpty() ? ExitStatus.FAILED : ExitStatus.OK;
    }
}
