package dev.countersign.admission;

/** A body that is no usable AdmissionReview; the message says where and why. */
public final class AdmissionReviewException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String place;
    private final String found;
    private final String expected;
    private final String remedy;

    AdmissionReviewException(String code, String place, String problem, String found, String expected, String remedy) {
        super((place.isEmpty() ? "" : place + ": ")
                + problem
                + (found.isEmpty() ? "" : "; found " + found)
                + (expected.isEmpty() ? "" : "; expected " + expected));
        this.code = code;
        this.place = place;
        this.found = found;
        this.expected = expected;
        this.remedy = remedy;
    }

    /** Stable, upper case with underscores: {@code MISSING_FIELD}, {@code WRONG_TYPE}, {@code NOT_JSON} … */
    public String code() {
        return code;
    }

    /** Which value, as Kubernetes writes it: {@code request.uid}; empty for the whole body. */
    public String place() {
        return place;
    }

    /** What stands there, shortened; empty when nothing does. */
    public String found() {
        return found;
    }

    /** What may stand there; empty when any list would be too long. */
    public String expected() {
        return expected;
    }

    /** What to do. */
    public String remedy() {
        return remedy;
    }
}
