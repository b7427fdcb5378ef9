package dev.countersign.cli;

import dev.countersign.document.Issue;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustSnapshot;
import dev.countersign.trust.source.TrustRoots;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Kyverno's {@code apply}: policies over objects in files, with Kyverno's output and exit status. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Applies policies to objects in files. Exit status 1 on a violation or an error, 2 where an input cannot be read.")
final class ApplyCommand implements Callable<Integer> {
    private static final int EXIT_CODES = 256;

    private final PrintStream out;
    private final PrintStream err;
    private final InputStream in;
    private final Clock clock;
    private final UnbuiltFlags unbuilt;

    @Parameters(
            paramLabel = "POLICY",
            arity = "0..*",
            description = "Files, folders (with all below) or - for standard input.")
    List<String> policies = new ArrayList<>();

    @Option(
            names = {"-r", "--resource", "--resources"},
            paramLabel = "FILE",
            split = ",",
            description = "Files or folders with the objects, or - for standard input.")
    List<String> resources = new ArrayList<>();

    @Option(
            names = {"-e", "--exception", "--exceptions"},
            paramLabel = "FILE",
            split = ",",
            description = "Files with PolicyExceptions.")
    List<String> exceptions = new ArrayList<>();

    @Option(
            names = "--registry-layout",
            paramLabel = "DIR|HOST=DIR",
            description =
                    "Instead of the network: a tree of OCI layouts, or one layout tree for a host; may be repeated.")
    List<String> layouts = new ArrayList<>();

    @Option(
            names = "--registry",
            description =
                    "Context entries of kind imageRegistry may ask the registry (--registry-layout, or the network).")
    boolean registry;

    /** Trust where a policy brings none. */
    @Mixin
    final TrustOptions trust;

    @Option(
            names = "--cluster-objects",
            paramLabel = "FILE|DIR",
            split = ",",
            description = "Objects that the cluster holds: Namespaces, ConfigMaps, Secrets, TrustRoots.")
    List<String> clusterObjects = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (Kyverno's, the default), table or json.")
    String format = "text";

    @Option(
            names = {"-t", "--table"},
            description = "The results as a table.")
    boolean table;

    @Option(names = "--detailed-results", description = "The table with each message.")
    boolean detailed;

    @Option(names = "--remove-color", description = "No ANSI colours.")
    boolean removeColour;

    @Option(names = "--audit-warn", description = "A failure of a policy that only audits counts as a warning.")
    boolean auditWarn;

    @Option(
            names = "--warn-exit-code",
            paramLabel = "N",
            description = "Exit status when there are warnings and nothing worse.")
    int warnExitCode;

    @Option(names = "--warn-no-pass", description = "Use that exit status too when nothing passed.")
    boolean warnNoPass;

    @Option(names = "--warnings-as-errors", description = "Stop when a deprecated kind is read.")
    boolean warningsAsErrors;

    @Option(
            names = {"-i", "--stdin"},
            description = "Leave out the line that tells how much is applied.")
    boolean piped;

    @Option(names = "--no-why", description = "Leave out our own reasons after Kyverno's text.")
    boolean noWhy;

    ApplyCommand(
            PrintStream out, PrintStream err, InputStream in, Clock clock, UnbuiltFlags unbuilt, TrustOptions trust) {
        this.clock = clock;
        this.out = out;
        this.err = err;
        this.in = in;
        this.unbuilt = unbuilt;
        this.trust = trust;
    }

    @Override
    public Integer call() {
        if (unbuilt.refusal().isPresent()) {
            return stop(unbuilt.refusal().get(), ExitStatus.UNREADABLE);
        }
        if (policies.isEmpty()) {
            return stop("require policy", ExitStatus.FAILED);
        }
        if (resources.isEmpty()) {
            return stop("resource file(s) or cluster required", ExitStatus.FAILED);
        }
        if (policies.contains("-") && resources.contains("-")) {
            return stop("a stdin pipe can be used for either policies or resources, not both", ExitStatus.FAILED);
        }
        try {
            format = OutputFormat.of(format, List.of("text", "table", "json"));
        } catch (InputException e) {
            return stop(e.getMessage(), ExitStatus.UNREADABLE);
        }
        ApplyInputs inputs = ApplyInputs.read(this, in);
        inputs.warnings().forEach(warning -> out.print("Warning: " + warning + "\n"));
        if (!inputs.issues().isEmpty()) {
            for (Issue issue : inputs.issues()) {
                err.println(issue);
            }
            return stop(
                    "an input could not be read; nothing was evaluated (Kyverno goes on without it: D31)",
                    ExitStatus.UNREADABLE);
        }
        if (warningsAsErrors && !inputs.warnings().isEmpty()) {
            return stop(
                    "found " + inputs.warnings().size() + " deprecation warning(s) and --warnings-as-errors is set",
                    ExitStatus.FAILED);
        }
        try {
            Registry reached = RegistryChoice.of(layouts);
            TrustRoot root = trustRoot();
            return inputs.sigstore().policies().isEmpty()
                    ? report(inputs, new ApplyRun(inputs, reached, registry, root, clock, auditWarn))
                    : reportWithSigstore(inputs, reached, root);
        } catch (RegistryException e) {
            return stop("--registry-layout: " + e.getMessage(), ExitStatus.UNREADABLE);
        } catch (InputException | IllegalArgumentException e) {
            return stop(e.getMessage(), ExitStatus.UNREADABLE);
        }
    }

    private TrustRoot trustRoot() throws InputException {
        Optional<TrustOptions.Chosen> chosen = trust.chosen();
        if (chosen.isEmpty()) {
            return TrustRoot.none();
        }
        TrustSnapshot snapshot = chosen.get().read();
        snapshot.problem().ifPresent(problem -> err.println("Note: the last good trust counts: " + problem));
        return TrustRoots.of(snapshot.material());
    }

    /** Kyverno's policies first, if there are any, then policy-controller's. */
    private int reportWithSigstore(ApplyInputs inputs, Registry reached, TrustRoot root) {
        if (format.equals("json")) {
            return stop("--format json does not show ClusterImagePolicies yet", ExitStatus.UNREADABLE);
        }
        int status = inputs.policies().isEmpty()
                ? ExitStatus.OK
                : report(inputs, new ApplyRun(inputs, reached, registry, root, clock, auditWarn));
        StringBuilder text = new StringBuilder();
        int refused = new SigstoreRun(inputs, reached, root, clock).tell(text, !noWhy);
        out.print(text);
        return refused > 0 ? ExitStatus.FAILED : status;
    }

    private int report(ApplyInputs inputs, ApplyRun run) {
        run.passedOver().forEach(rule -> err.println("Note: " + rule));
        List<AppliedPolicy> applied = run.evaluate();
        ApplyCounts counts = ApplyCounts.of(applied, run.refused().size());
        if (format.equals("json")) {
            out.print(ApplyJson.of(applied, run.refused(), counts) + "\n");
            return status(counts, new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        }
        ApplyOutput output = new ApplyOutput(out);
        output.begin(
                run.ruleCount(), inputs.objects().size(), inputs.exceptions().size(), piped);
        output.refused(run.refused());
        if (table || format.equals("table")) {
            output.table(applied, detailed, !removeColour);
        } else {
            output.text(applied, counts);
        }
        int status = status(counts, out);
        if (!noWhy) {
            out.print(WhySection.of(applied));
        }
        return status;
    }

    private int status(ApplyCounts counts, PrintStream told) {
        if (counts.bad()) {
            return ExitStatus.FAILED;
        }
        if (counts.warn() > 0 && warnExitCode != 0) {
            told.print("exit as warnExitCode is " + warnExitCode);
            return Math.floorMod(warnExitCode, EXIT_CODES);
        }
        if (warnNoPass && counts.pass() == 0) {
            told.print("exit as no objects satisfied policy\n");
            return Math.floorMod(warnExitCode, EXIT_CODES);
        }
        return ExitStatus.OK;
    }

    private int stop(@Nullable String why, int status) {
        return ErrorLine.tell(err, why, status);
    }
}
