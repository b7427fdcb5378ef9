package dev.countersign.policy.check.lint;

import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * An entry of {@code verifyImages} with its place. Immutable.
 *
 * @param path {@code spec.rules[0].verifyImages[0]}
 * @param rule the rule, as written
 * @param entry the entry
 */
public record PlacedEntry(String path, Rule rule, ImageVerification entry) {

    /** All entries of the rules as written, in order. */
    public static List<PlacedEntry> of(Policy policy) {
        List<PlacedEntry> placed = new ArrayList<>();
        List<Rule> rules = policy.spec().rules();
        for (int i = 0; i < rules.size(); i++) {
            List<ImageVerification> entries = rules.get(i).verifyImages();
            for (int j = 0; j < entries.size(); j++) {
                placed.add(
                        new PlacedEntry("spec.rules[" + i + "].verifyImages[" + j + "]", rules.get(i), entries.get(j)));
            }
        }
        return placed;
    }

    /** A finding at a field of the entry. */
    LintFinding finding(String field, String message, String found, String expected, String remedy) {
        return new LintFinding(path + "." + field, message, found, expected, remedy);
    }
}
