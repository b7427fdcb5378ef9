package dev.countersign.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What is trusted: lists it and checks it. */
@Command(
        name = "trust",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "show|check",
        description = "Lists what is trusted, or tells what is wrong with it and what ends soon.")
final class TrustCommand implements Callable<Integer> {
    private final PrintStream err;

    @Spec
    CommandSpec spec = CommandSpec.create();

    private TrustCommand(PrintStream err) {
        this.err = err;
    }

    /** The command with what is below it. */
    static CommandLine line(PrintStream out, PrintStream err, Clock clock, Map<String, String> environment) {
        CommandLine line = new CommandLine(new TrustCommand(err));
        line.addSubcommand(new TrustShowCommand(out, err, clock, new TrustSources(new TrustOptions(environment))));
        line.addSubcommand(new TrustCheckCommand(out, err, clock, new TrustSources(new TrustOptions(environment))));
        return line;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(err);
        return ExitStatus.UNREADABLE;
    }
}
