package dev.countersign.cli;

import java.util.stream.Stream;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Words wrong arguments as Kyverno's command line does. */
final class ArgumentError {
    private ArgumentError() {}

    static String text(ParameterException problem) {
        if (problem instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String first = unmatched.getUnmatched().get(0);
            if (first.startsWith("--")) {
                return "Error: unknown flag: " + first.replaceFirst("=.*", "");
            }
            return first.startsWith("-")
                    ? "Error: unknown shorthand flag: '" + first.substring(1, Math.min(2, first.length())) + "' in "
                            + first
                    : "Error: unknown command \"" + first + "\" for \"countersign\"";
        }
        ArgSpec argument = problem.getArgSpec();
        if (problem instanceof MissingParameterException missing) {
            for (ArgSpec absent : missing.getMissing()) {
                if (absent instanceof OptionSpec option) {
                    return "Error: flag needs an argument: " + name(option);
                }
            }
        }
        if (argument instanceof OptionSpec option && problem.getValue() != null) {
            String value = problem.getValue();
            return "Error: invalid argument \"" + value + "\" for \"" + name(option)
                    + "\" flag: strconv.ParseInt: parsing \"" + value + "\": invalid syntax";
        }
        return "Error: " + problem.getMessage();
    }

    /** The first long name, which is the one that Kyverno's texts use. */
    private static String name(OptionSpec option) {
        return Stream.of(option.names())
                .filter(name -> name.startsWith("--"))
                .findFirst()
                .orElse(option.longestName());
    }
}
