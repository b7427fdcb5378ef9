package dev.countersign.engine;

import dev.countersign.document.Value;
import dev.countersign.registry.Deadline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks one question for every choice of predicates that the names of attestations may stand for, and takes the first refusal.
 * Names that the question does not speak of are not varied. Stateless and thread-safe.
 */
final class PredicateChoices {
    /** The most choices that are tried; more are a refusal. */
    static final int MAX_CHOICES = 1_024;

    private PredicateChoices() {}

    /** A question about one choice. */
    interface Question {
        /** What it answers when names stand for these predicates. */
        Answer ask(Map<String, Value> choice);
    }

    /**
     * What a question answered.
     *
     * @param refusal absent where there is nothing against the image
     * @param spokenOf the names that the answer may rest on
     */
    record Answer(Optional<String> refusal, Set<String> spokenOf) {}

    /** The first refusal; absent where no choice refuses. */
    static Optional<String> refusal(Map<String, List<Value>> predicates, Deadline deadline, Question question) {
        List<String> varied = new ArrayList<>();
        Set<List<Integer>> asked = new HashSet<>();
        int tried = 0;
        boolean grew;
        do {
            grew = false;
            int[] choice = new int[varied.size()];
            do {
                if (!asked.add(withoutZeros(choice))) {
                    continue;
                }
                if (++tried > MAX_CHOICES) {
                    return Optional.of("the image has more than " + MAX_CHOICES
                            + " combinations of attestations that the conditions speak of");
                }
                if (deadline.passed()) {
                    return Optional.of("context deadline exceeded");
                }
                Answer answer = question.ask(values(predicates, varied, choice));
                if (answer.refusal().isPresent()) {
                    return answer.refusal();
                }
                for (String name : answer.spokenOf()) {
                    if (!varied.contains(name)
                            && predicates.getOrDefault(name, List.of()).size() > 1) {
                        varied.add(name);
                        grew = true;
                    }
                }
            } while (next(choice, predicates, varied));
        } while (grew);
        return Optional.empty();
    }

    /** Names are only ever added at the end, so that a choice stays the same choice when others vary too. */
    private static List<Integer> withoutZeros(int[] choice) {
        List<Integer> indexes = new ArrayList<>();
        int length = choice.length;
        while (length > 0 && choice[length - 1] == 0) {
            length--;
        }
        for (int i = 0; i < length; i++) {
            indexes.add(choice[i]);
        }
        return indexes;
    }

    private static Map<String, Value> values(Map<String, List<Value>> predicates, List<String> varied, int[] choice) {
        Map<String, Value> values = new LinkedHashMap<>();
        predicates.forEach((name, alternatives) -> {
            int at = varied.indexOf(name);
            int index = at >= 0 && at < choice.length ? choice[at] : 0;
            if (!alternatives.isEmpty()) {
                values.put(name, alternatives.get(index));
            }
        });
        return values;
    }

    private static boolean next(int[] choice, Map<String, List<Value>> predicates, List<String> varied) {
        for (int i = 0; i < choice.length; i++) {
            if (++choice[i] < predicates.getOrDefault(varied.get(i), List.of()).size()) {
                return true;
            }
            choice[i] = 0;
        }
        return false;
    }
}
