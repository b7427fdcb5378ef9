package dev.countersign.cli;

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
        if (problem instanceof MissingParameterException && argument instanceof OptionSpec option) {
            return "Error: flag needs an argument: " + option.longestName();
        }
        if (argument instanceof OptionSpec option && problem.getValue() != null) {
            String value = problem.getValue();
            return "Error: invalid argument \"" + value + "\" for \"" + option.longestName()
                    + "\" flag: strconv.ParseInt: parsing \"" + value + "\": invalid syntax";
        }
        return "Error: " + problem.getMessage();
    }
}
