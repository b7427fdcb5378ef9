package dev.countersign.trust.source;

import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.ValidityWindow;
import java.time.Instant;
import java.util.Optional;

/** Reads a {@code dev.sigstore.common.v1.TimeRange}. */
final class TimeRange {
    private TimeRange() {}

    /**
     * The window in the field {@code validFor}; always open where it is unset.
     *
     * @param startNeeded whether a start must be stated, as sigstore-go wants it of logs
     */
    static ValidityWindow read(ProtoMessage parent, boolean startNeeded) throws TrustRootException {
        Optional<ProtoMessage> range = parent.message("validFor", "start", "end");
        Optional<Instant> start = range.isPresent() ? range.get().time("start") : Optional.empty();
        Optional<Instant> end = range.isPresent() ? range.get().time("end") : Optional.empty();
        if (startNeeded && start.isEmpty()) {
            throw parent.defect(
                    "validFor",
                    "no start is stated",
                    "nothing",
                    "validFor.start, the moment from which the log's key counts",
                    "State it");
        }
        if (start.isPresent() && end.isPresent() && end.get().isBefore(start.get())) {
            throw parent.defect(
                            "validFor",
                            "the window ends before it starts",
                            start.get() + " to " + end.get(),
                            "a start before the end",
                            "Correct one of the two")
                    .resting(TrustedRootReader.CONTRADICTION);
        }
        return new ValidityWindow(start, end);
    }
}
