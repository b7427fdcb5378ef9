package dev.countersign.cli;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** How every command tells why it stops. */
final class ErrorLine {
    private ErrorLine() {}

    /** Tells it, and gives the exit status back. */
    static int tell(PrintStream err, @Nullable String why, int status) {
        err.println("Error: " + why);
        return status;
    }

    /** Tells that an input cannot be used. */
    static int unreadable(PrintStream err, @Nullable String why) {
        return tell(err, why, ExitStatus.UNREADABLE);
    }
}
