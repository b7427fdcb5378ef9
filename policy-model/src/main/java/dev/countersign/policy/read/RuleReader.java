package dev.countersign.policy.read;

import dev.countersign.document.Value;
import dev.countersign.policy.Rule;

/** Reads a rule from the JSON of one that was read before and then changed. Stateless and thread-safe. */
public final class RuleReader {
    private RuleReader() {}

    /**
     * Reads a rule whose fields are known to be good and whose defaults are filled in, as those of {@link Rule#document()}
     * are. Nothing is checked.
     */
    public static Rule reread(Value.ObjectValue document) {
        return RuleModel.rule(new Members(document), RuleSchema.V1);
    }
}
