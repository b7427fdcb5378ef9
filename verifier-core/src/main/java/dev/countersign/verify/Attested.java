package dev.countersign.verify;

import java.util.List;

/** What one attestor says of an image's attestations. Immutable. */
public sealed interface Attested {

    /**
     * Attestations by that attestor were found and every one of them is proven. Whether one of the wanted type is among them, and
     * what it says, is the engine's to judge.
     *
     * @param statements in the order of the registry; with Kyverno's type Cosign those of other types too
     * @param digest the digest that the attestor knows the image by; empty where Kyverno knows none
     * @param evidence what proves them, an item an attestation
     * @param divergences numbers of {@code docs/divergences.md} that the answer rests on
     */
    record Statements(List<Statement> statements, String digest, List<Evidence> evidence, List<String> divergences)
            implements Attested {
        public Statements {
            statements = List.copyOf(statements);
            evidence = List.copyOf(evidence);
            divergences = List.copyOf(divergences);
        }
    }

    /** There are none that are proven, or it could not be found out. */
    record Nothing(Verdict.NotVerified verdict) implements Attested {}
}
