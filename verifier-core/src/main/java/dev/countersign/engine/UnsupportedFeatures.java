package dev.countersign.engine;

import dev.countersign.document.Value;
import dev.countersign.policy.ContextEntry;
import dev.countersign.policy.ImageValidation;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.RegistryCredentials;
import dev.countersign.policy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rule states and the engine does not take into account yet, so that nothing is ever ignored in silence: such a rule answers
 * {@code error} and blocks.
 */
final class UnsupportedFeatures {
    /** A rule that states something which nothing would take into account refuses. */
    static final String REFUSED = "D88";

    private UnsupportedFeatures() {}

    /** Kyverno's names of what cannot be taken into account; empty when all is. */
    static List<String> of(Rule rule, List<CompiledEntry> entries) {
        List<String> found = new ArrayList<>();
        for (ContextEntry entry : rule.context()) {
            if (entry instanceof ContextEntry.ImageRegistryEntry image && states(image.imageRegistryCredentials())) {
                found.add("imageRegistryCredentials of context entry " + entry.name());
            }
        }
        // Kyverno crashes on a rule in which only some entries state what it denies (measured 36, 108).
        boolean validates = AttestedConditions.validates(rule);
        for (CompiledEntry entry : entries) {
            String path = "verifyImages[" + entry.index() + "]";
            ImageVerification written = rule.verifyImages().get(entry.index());
            // Required of nobody else, an image of such an entry counts as unverified anyway.
            boolean passable = entry.asksForProof() || !entry.entry().required();
            if (passable
                    && !written.subject().isEmpty()
                    && written.issuer().isEmpty()
                    && written.key().isEmpty()) {
                found.add(path + ".subject without issuer");
            }
            if (validates
                    && entry.entry().validation().flatMap(ImageValidation::deny).isEmpty()) {
                found.add(path + ".validate without deny, where an entry of the rule has a validate");
            }
            entry.attestors().unsupported().forEach(feature -> found.add(path + feature));
            entry.attestations()
                    .forEach(attestation -> attestation.unsupported().forEach(feature -> found.add(path + feature)));
        }
        return List.copyOf(found);
    }

    /** Where there are attestors, their verifier takes credentials into account or names them. */
    private static boolean states(Optional<RegistryCredentials> credentials) {
        return credentials
                .filter(stated -> stated.allowInsecureRegistry()
                        || !stated.providers().isEmpty()
                        || !stated.secrets().isEmpty())
                .isPresent();
    }

    /** Whether a text or name anywhere in the value would be substituted: {@code {{ }}} or {@code $( )}. */
    static boolean holdsVariable(Value value) {
        if (value instanceof Value.StringValue text) {
            return text.value().contains("{{") || text.value().contains("$(");
        }
        if (value instanceof Value.ListValue list) {
            return list.items().stream().anyMatch(UnsupportedFeatures::holdsVariable);
        }
        if (value instanceof Value.ObjectValue object) {
            for (Map.Entry<String, Value> member : object.members().entrySet()) {
                if (member.getKey().contains("{{")
                        || member.getKey().contains("$(")
                        || holdsVariable(member.getValue())) {
                    return true;
                }
            }
        }
        return false;
    }
}
