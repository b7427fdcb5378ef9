package dev.countersign.engine;

import dev.countersign.engine.context.RuleContext;
import java.util.HashMap;
import java.util.Map;

/**
 * What one rule knows while it looks at the images of a request.
 *
 * @param rule with its variables replaced
 * @param context its variables
 * @param named what is proven of each image, by its normal form
 */
record RuleScope(CompiledRule rule, RuleContext context, Map<String, NamedPredicates> named) {

    RuleScope(CompiledRule rule, RuleContext context) {
        this(rule, context, new HashMap<>());
    }

    /** What is proven of an image. */
    NamedPredicates of(String image) {
        return named.computeIfAbsent(image, fresh -> new NamedPredicates());
    }

    /** The rule's name. */
    String name() {
        return rule.rule().name();
    }
}
