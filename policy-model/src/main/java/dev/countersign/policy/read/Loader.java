package dev.countersign.policy.read;

/** Which of Kyverno's loaders would read a source; they word and weigh errors differently. */
enum Loader {
    /** Of policies: a document that fits no schema is passed over, an unknown field ends the file. */
    POLICIES("policy type not supported "),
    /** Of exceptions: every error ends the file. */
    EXCEPTIONS("policy exception type not supported ");

    private final String unsupported;

    Loader(String unsupported) {
        this.unsupported = unsupported;
    }

    /** The words for a document of a kind that does not belong there. */
    String unsupported(ResourceIdentity identity) {
        return unsupported + identity;
    }
}
