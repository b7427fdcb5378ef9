package dev.countersign.conformance;

import dev.countersign.conformance.Answer.OfRule;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Compares what the rules of a policy say in one phase, in order or as a bag. */
final class RuleComparison {
    private final List<Difference> differences;

    /** @param differences where to add what differs */
    RuleComparison(List<Difference> differences) {
        this.differences = differences;
    }

    void compare(String at, List<OfRule> kyvernos, List<OfRule> mine, boolean unordered) {
        List<Optional<OfRule>> partners = unordered ? matched(kyvernos, mine) : inOrder(kyvernos, mine);
        for (int i = 0; i < partners.size(); i++) {
            String place = at + "[" + i + "]";
            if (i >= kyvernos.size()) {
                partners.get(i).ifPresent(extra -> status(place, Value.NULL, rule(extra)));
            } else if (partners.get(i).isEmpty()) {
                status(place, rule(kyvernos.get(i)), Value.NULL);
            } else {
                pair(place, kyvernos.get(i), partners.get(i).get());
            }
        }
    }

    private void pair(String at, OfRule theirs, OfRule mine) {
        texts(at + ".rule", theirs.rule(), mine.rule(), Outcome.STATUS);
        texts(at + ".type", theirs.type(), mine.type(), Outcome.STATUS);
        texts(at + ".status", theirs.status(), mine.status(), Outcome.STATUS);
        if (!theirs.unstable() && !MessageText.same(theirs.message(), mine.message())) {
            texts(at + ".message", theirs.message(), mine.message(), Outcome.MESSAGE);
        }
    }

    private void texts(String at, String theirs, String mine, Outcome level) {
        if (!theirs.equals(mine)) {
            differences.add(new Difference(at, Value.of(theirs), Value.of(mine), level));
        }
    }

    private static List<Optional<OfRule>> inOrder(List<OfRule> kyvernos, List<OfRule> mine) {
        List<Optional<OfRule>> partners = new ArrayList<>();
        for (int i = 0; i < Math.max(kyvernos.size(), mine.size()); i++) {
            partners.add(i < mine.size() ? Optional.of(mine.get(i)) : Optional.empty());
        }
        return partners;
    }

    /** Each of Kyverno's rules with the one of ours that is most like it; what is left of ours comes last. */
    private static List<Optional<OfRule>> matched(List<OfRule> kyvernos, List<OfRule> mine) {
        List<Optional<OfRule>> partners = new ArrayList<>();
        kyvernos.forEach(rule -> partners.add(Optional.empty()));
        List<OfRule> left = new ArrayList<>(mine);
        List<BiPredicate<OfRule, OfRule>> likeness = List.of(
                (a, b) -> decision(a).equals(decision(b)) && MessageText.same(a.message(), b.message()),
                (a, b) -> decision(a).equals(decision(b)),
                (a, b) -> a.rule().equals(b.rule()),
                (a, b) -> true);
        for (BiPredicate<OfRule, OfRule> like : likeness) {
            for (int i = 0; i < partners.size(); i++) {
                if (partners.get(i).isEmpty()) {
                    OfRule wanted = kyvernos.get(i);
                    Optional<OfRule> found = left.stream()
                            .filter(rule -> like.test(wanted, rule))
                            .findFirst();
                    found.ifPresent(left::remove);
                    partners.set(i, found);
                }
            }
        }
        left.forEach(rule -> partners.add(Optional.of(rule)));
        return partners;
    }

    private static List<String> decision(OfRule rule) {
        return List.of(rule.rule(), rule.type(), rule.status());
    }

    private void status(String at, Value theirs, Value mine) {
        differences.add(new Difference(at, theirs, mine, Outcome.STATUS));
    }

    private static Value rule(OfRule rule) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("rule", Value.of(rule.rule()));
        members.put("type", Value.of(rule.type()));
        members.put("status", Value.of(rule.status()));
        members.put("message", Value.of(rule.message()));
        return new ObjectValue(members);
    }
}
