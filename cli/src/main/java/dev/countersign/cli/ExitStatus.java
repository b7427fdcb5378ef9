package dev.countersign.cli;

/** What the program exits with. */
final class ExitStatus {
    static final int OK = 0;
    /** A violation or an error; for {@code apply}, arguments that make no sense. */
    static final int FAILED = 1;
    /** An input could not be read, the arguments make no sense, or a flag that is asked for is not built. */
    static final int UNREADABLE = 2;

    private ExitStatus() {}
}
