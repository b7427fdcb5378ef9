package dev.countersign.conformance;

/** Asks Countersign one case. */
final class CaseEvaluation {
    CaseEvaluation(CaseFolder folder, CorpusWorld world) {}

    Answer answer() {
        throw new UnsupportedOperationException();
    }
}
