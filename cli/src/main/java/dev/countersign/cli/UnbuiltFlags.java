package dev.countersign.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Kyverno's flags of {@code apply} that are not built here. They are read, so that a call which uses one is refused by name: a flag
 * that is ignored in silence would give another answer than was asked for.
 */
final class UnbuiltFlags {
    private record Flag(List<String> names, boolean takesValue) {}

    private static final List<Flag> FLAGS = List.of(
            value("-s", "--set"),
            value("-f", "--values-file"),
            value("-u", "--userinfo"),
            value("--context-file"),
            value("-o", "--output"),
            value("--output-format"),
            value("--generated-exception-ttl"),
            value("--crd-paths", "--crd-path"),
            value("--json"),
            value("--http-payload"),
            value("--envoy-payload"),
            value("--parameter-resource"),
            value("--target-resource", "--target-resources"),
            value("-b", "--git-branch"),
            value("--username"),
            value("--password"),
            value("--kubeconfig"),
            value("--context"),
            value("-n", "--namespace"),
            value("--batch-size"),
            value("--concurrent"),
            truth("-c", "--cluster"),
            truth("--cluster-wide-resources"),
            truth("--show-performance"),
            truth("--continue-on-error"),
            truth("--continue-on-fail"),
            truth("--exceptions-with-resources", "--exceptions-within-resources"),
            truth("--exceptions-within-policies"),
            truth("--generate-exceptions"),
            truth("-p", "--policy-report"));

    private final List<String> used = new ArrayList<>();

    private static Flag value(String... names) {
        return new Flag(List.of(names), true);
    }

    private static Flag truth(String... names) {
        return new Flag(List.of(names), false);
    }

    /** Lets a command read the flags. */
    void addTo(CommandSpec command) {
        for (Flag flag : FLAGS) {
            String name = flag.names().get(flag.names().size() - 1);
            command.addOption(OptionSpec.builder(flag.names().toArray(String[]::new))
                    .type(flag.takesValue() ? String.class : boolean.class)
                    .arity(flag.takesValue() ? "1" : "0..1")
                    .hidden(true)
                    .setter(new picocli.CommandLine.Model.ISetter() {
                        @Override
                        public <T> T set(T given) {
                            if (given != null && !Boolean.FALSE.equals(given)) {
                                used.add(name);
                            }
                            return given;
                        }
                    })
                    .build());
        }
    }

    /** Why the call is refused, if it uses such a flag. */
    Optional<String> refusal() {
        return used.isEmpty() ? Optional.empty() : Optional.of(refusal(String.join(", ", used)));
    }

    /** Why a call is refused that uses such flags. */
    static String refusal(String flags) {
        return "not built in countersign: " + flags
                + "; nothing was evaluated, because the answer without it could be another one";
    }
}
