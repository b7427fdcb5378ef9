package dev.countersign.cli;

/** What a command was given cannot be used; the message says what, and what to do. */
final class InputException extends Exception {
    private static final long serialVersionUID = 1L;

    InputException(String message) {
        super(message);
    }
}
