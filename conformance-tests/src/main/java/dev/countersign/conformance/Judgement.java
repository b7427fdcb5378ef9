package dev.countersign.conformance;

import dev.countersign.conformance.Answer.OfPolicy;
import dev.countersign.conformance.Answer.OfWebhook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names the outcome of a case. A difference counts as a divergence only when the part of our answer in which it stands carries a
 * listed number: a policy's own answer for a difference in that policy, any part for a difference in a webhook's answer, the load
 * for everything.
 */
final class Judgement {
    private static final Pattern POLICY = Pattern.compile("policies\\[(\\d+)\\].*");

    private final Set<String> listed;

    /** @param listed the numbers that may be carried */
    Judgement(Set<String> listed) {
        this.listed = Set.copyOf(listed);
    }

    CaseResult judge(String name, Answer kyverno, Answer ours) {
        List<Difference> differences = AnswerComparison.compare(kyverno, ours);
        Set<String> carried = carried(ours);
        Outcome outcome = differences.stream()
                .filter(difference -> !rests(difference, ours))
                .map(Difference::level)
                .max(Comparator.naturalOrder())
                .orElse(differences.isEmpty() ? Outcome.EQUAL : Outcome.DIVERGENCE);
        return new CaseResult(name, outcome, List.copyOf(carried), differences, Safety.laxer(kyverno, ours));
    }

    private boolean rests(Difference difference, Answer ours) {
        if (difference.level() == Outcome.CRASH) {
            return false;
        }
        Matcher policy = POLICY.matcher(difference.at());
        if (policy.matches()) {
            int index = Integer.parseInt(policy.group(1));
            return lists(ours.divergences())
                    || index < ours.policies().size()
                            && lists(ours.policies().get(index).divergences());
        }
        return difference.at().contains("Webhook") ? !carried(ours).isEmpty() : lists(ours.divergences());
    }

    private boolean lists(Collection<String> numbers) {
        return numbers.stream().anyMatch(listed::contains);
    }

    private Set<String> carried(Answer ours) {
        List<Set<String>> all = new ArrayList<>();
        all.add(ours.divergences());
        ours.policies().stream().map(OfPolicy::divergences).forEach(all::add);
        for (Optional<OfWebhook> webhook : List.of(ours.mutating(), ours.validating())) {
            webhook.map(OfWebhook::divergences).ifPresent(all::add);
        }
        Set<String> carried = new TreeSet<>();
        all.forEach(carried::addAll);
        carried.retainAll(listed);
        return carried;
    }
}
