package dev.countersign.engine;

/** The kind of a rule response (Kyverno spec 7.9). */
public enum RuleType {
    IMAGE_VERIFY("ImageVerify"),
    VALIDATION("Validation"),
    MUTATION("Mutation");

    private final String text;

    RuleType(String text) {
        this.text = text;
    }

    /** As Kyverno writes it. */
    public String text() {
        return text;
    }
}
