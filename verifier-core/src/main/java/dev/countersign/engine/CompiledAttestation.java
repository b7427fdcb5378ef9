package dev.countersign.engine;

import dev.countersign.policy.Attestation;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorSet;
import dev.countersign.policy.ImageVerification;
import dev.countersign.verify.AttestorPath;
import dev.countersign.verify.ImageVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One item of {@code attestations}, compiled. Immutable.
 *
 * @param path {@code .attestations[0]}
 * @param attestation as the policy states it
 * @param type the predicate type asked for: {@code type}, or else {@code predicateType}; empty where neither is stated
 * @param sets who must have attested it; never empty
 */
record CompiledAttestation(String path, Attestation attestation, String type, List<Set> sets) {
    private static final AttestorSet ANYBODY =
            new AttestorSet(OptionalInt.empty(), List.of(new Attestor(List.of(), Map.of(), "", Optional.empty())));

    CompiledAttestation {
        sets = List.copyOf(sets);
    }

    /**
     * Attestors of which enough must have attested it.
     *
     * @param required how many; at least one, also where the list is empty
     */
    record Set(int required, List<Entry> entries) {
        Set {
            entries = List.copyOf(entries);
        }
    }

    /**
     * An attestor.
     *
     * @param path as messages name it: with the index of the attestation, not its own (quirk Q14)
     * @param judge finds what it attested
     */
    record Entry(String path, ImageVerifier.AttestationJudge judge) {}

    /**
     * Compiles the attestations of an entry.
     *
     * @param entry without deprecated fields
     * @param origin where the entry stands, for people
     */
    static List<CompiledAttestation> compile(ImageVerification entry, ImageVerifier verifier, String origin) {
        List<CompiledAttestation> compiled = new ArrayList<>();
        for (int i = 0; i < entry.attestations().size(); i++) {
            compiled.add(compile(entry, i, verifier, origin));
        }
        return List.copyOf(compiled);
    }

    private static CompiledAttestation compile(
            ImageVerification entry, int index, ImageVerifier verifier, String origin) {
        Attestation attestation = entry.attestations().get(index);
        String path = ".attestations[" + index + "]";
        List<AttestorSet> stated = attestation.attestors().isEmpty() ? List.of(ANYBODY) : attestation.attestors();
        List<Set> sets = new ArrayList<>();
        for (int i = 0; i < stated.size(); i++) {
            List<Attestor> attestors = stated.get(i).entries();
            List<Entry> entries = new ArrayList<>();
            for (int j = 0; j < attestors.size(); j++) {
                Attestor attestor = attestors.get(j);
                String set = path + ".attestors[" + i + "]";
                entries.add(new Entry(
                        set + ".entries[" + index + "]" + AttestorPath.kind(entry, attestor),
                        verifier.compile(entry, attestation, attestor, origin + ", " + set + ".entries[" + j + "]")));
            }
            sets.add(new Set(Math.max(1, stated.get(i).count().orElse(entries.size())), entries));
        }
        String type = attestation.type().isEmpty() ? attestation.predicateType() : attestation.type();
        return new CompiledAttestation(path, attestation, type, sets);
    }

    /** What it states and its verifier cannot take into account, with the place of each. */
    List<String> unsupported() {
        List<String> found = new ArrayList<>();
        for (Set set : sets) {
            for (Entry entry : set.entries()) {
                entry.judge().unsupported().forEach(feature -> found.add(entry.path() + ": " + feature));
            }
        }
        return found;
    }
}
