package dev.countersign.policy;

/** What a rule does. */
public enum RuleKind {
    MUTATE("mutate"),
    VALIDATE("validate"),
    GENERATE("generate"),
    VERIFY_IMAGES("verifyImages");

    private final String field;

    RuleKind(String field) {
        this.field = field;
    }

    /** The rule's field of that kind. */
    public String field() {
        return field;
    }
}
