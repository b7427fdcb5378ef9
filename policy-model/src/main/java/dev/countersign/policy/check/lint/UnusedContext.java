package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.document.Value;
import dev.countersign.policy.ContextEntry;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A context entry that no variable of its rule names. */
final class UnusedContext implements Lint {
    private static final LintRule RULE =
            new LintRule("UNUSED_CONTEXT", Severity.WARNING, "Nothing in the rule uses the context entry.");

    /** So many context entries of a rule are looked at. */
    private static final int MAX_ENTRIES = 200;

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        List<Rule> rules = policy.spec().rules();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (!rule.verifiesImages() || rule.context().isEmpty()) {
                continue;
            }
            Set<String> words = new HashSet<>();
            expressions(rule.document(), false, words);
            List<ContextEntry> entries =
                    rule.context().stream().limit(MAX_ENTRIES).toList();
            for (int j = 0; j < entries.size(); j++) {
                String name = entries.get(j).name();
                boolean used = wordsOf(name).stream().allMatch(words::contains);
                if (!name.isEmpty() && !used) {
                    found.add(new LintFinding(
                            "spec.rules[" + i + "].context[" + j + "]",
                            "no variable of the rule names this entry, so that it is never loaded",
                            name,
                            "{{ " + name + " }} somewhere in the rule",
                            "Remove the entry, or correct the name in the variable that means it"));
                }
            }
        }
        return found;
    }

    /** Collects the words of all variables and expressions; more words than needed only make the lint silent. */
    private static void expressions(Value value, boolean expression, Set<String> words) {
        if (value instanceof Value.StringValue text) {
            if (expression || text.value().contains("{{")) {
                words.addAll(wordsOf(text.value()));
            }
        } else if (value instanceof Value.ListValue list) {
            list.items().forEach(item -> expressions(item, false, words));
        } else if (value instanceof Value.ObjectValue object) {
            object.members().forEach((name, member) -> {
                expressions(Value.of(name), false, words);
                expressions(member, name.equals("jmesPath"), words);
            });
        }
    }

    private static Set<String> wordsOf(String text) {
        Set<String> words = new HashSet<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || !Character.isLetterOrDigit(text.charAt(i)) && text.charAt(i) != '_') {
                if (i > start) {
                    words.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }
}
