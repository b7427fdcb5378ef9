package dev.countersign.conformance;

import dev.countersign.document.Value.ObjectValue;

/** Answers the lines of one table. Implementations are stateless. */
interface TableRunner {

    /** The table's file name, {@code wildcard.jsonl}. */
    String file();

    /** Our answer to one question. */
    TableAnswer answer(ObjectValue question);
}
