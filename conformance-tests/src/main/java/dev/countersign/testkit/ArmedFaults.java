package dev.countersign.testkit;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Faults that count how often they answered. Thread-safe. */
final class ArmedFaults {
    private static final class Armed {
        private final Fault fault;
        private final Pattern path;
        private int used;

        Armed(Fault fault) {
            this.fault = fault;
            this.path = Pattern.compile(fault.path());
        }

        boolean answers(String method, String host, String requested) {
            return (fault.times() == 0 || used < fault.times())
                    && fault.host().map(host::equals).orElse(true)
                    && fault.method().map(method::equalsIgnoreCase).orElse(true)
                    && path.matcher(requested).find();
        }
    }

    private final List<Armed> faults = new ArrayList<>();

    ArmedFaults(List<Fault> faults) {
        faults.forEach(f -> this.faults.add(new Armed(f)));
    }

    /** The first that answers; it is counted. */
    synchronized Optional<Fault> next(String method, String host, String path) {
        for (Armed each : faults) {
            if (each.answers(method, host, path)) {
                each.used++;
                return Optional.of(each.fault);
            }
        }
        return Optional.empty();
    }
}
