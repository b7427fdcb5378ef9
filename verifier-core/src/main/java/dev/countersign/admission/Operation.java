package dev.countersign.admission;

/** What is done to the object under admission; the names are those of an AdmissionReview. */
public enum Operation {
    CREATE,
    UPDATE,
    DELETE,
    CONNECT
}
