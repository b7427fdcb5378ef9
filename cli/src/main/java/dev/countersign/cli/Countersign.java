package dev.countersign.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program: Kyverno's {@code apply} and what is ours. */
@Command(
        name = "countersign",
        mixinStandardHelpOptions = true,
        versionProvider = Countersign.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Verifies container images by Kyverno policies, without a cluster.")
public final class Countersign {
    private Countersign() {}

    /**
     * Runs the program and exits with its status.
     *
     * @param arguments the command and its arguments
     */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int status = run(out, err, System.in, arguments);
        out.flush();
        System.exit(status);
    }

    /**
     * Runs the program in this process.
     *
     * @param out standard output
     * @param err standard error
     * @param in standard input
     * @param arguments the command and its arguments
     * @return the exit status: 0; 1 on a violation or an error; 2 when an input could not be read or the arguments are wrong, which is 1
     *     for {@code apply}, as with Kyverno
     */
    public static int run(PrintStream out, PrintStream err, InputStream in, String... arguments) {
        return run(out, err, in, Clock.systemUTC(), arguments);
    }

    /** As {@link #run(PrintStream, PrintStream, InputStream, String...)}, at another time. */
    static int run(PrintStream out, PrintStream err, InputStream in, Clock clock, String... arguments) {
        return run(out, err, in, clock, System.getenv(), arguments);
    }

    /** As {@link #run(PrintStream, PrintStream, InputStream, Clock, String...)}, in another environment. */
    static int run(
            PrintStream out,
            PrintStream err,
            InputStream in,
            Clock clock,
            Map<String, String> environment,
            String... arguments) {
        CommandLine line = new CommandLine(new Countersign());
        UnbuiltFlags unbuilt = new UnbuiltFlags();
        CommandLine apply =
                new CommandLine(new ApplyCommand(out, err, in, clock, unbuilt, new TrustOptions(environment)));
        unbuilt.addTo(apply.getCommandSpec());
        line.addSubcommand(apply);
        line.addSubcommand(new LintCommand(out, err, in));
        line.addSubcommand(TrustCommand.line(out, err, clock, environment));
        line.addSubcommand(new ConformanceCommand(out, err));
        line.addSubcommand(new VerifyBundleCommand(out, err, new TrustOptions(environment)));
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((problem, given) -> {
            Object command = problem.getCommandLine().getCommand();
            if (command instanceof ApplyCommand || command instanceof Countersign) {
                err.println(ArgumentError.text(problem));
                return ExitStatus.FAILED; // as Kyverno
            }
            return ErrorLine.unreadable(err, problem.getMessage());
        });
        line.setExecutionExceptionHandler((problem, command, result) -> {
            return ErrorLine.unreadable(err, problem + " (this is a fault of countersign)");
        });
        if (arguments.length == 0) {
            line.usage(line.getOut());
            return ExitStatus.OK;
        }
        return line.execute(arguments);
    }

    /** Tells the version that the build wrote down. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            Properties build = new Properties();
            try (InputStream in = Countersign.class.getResourceAsStream("version.properties")) {
                if (in != null) {
                    build.load(in);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new String[] {
                "countersign " + build.getProperty("version", "(unknown)") + ", answers as Kyverno 1.19"
            };
        }
    }
}
