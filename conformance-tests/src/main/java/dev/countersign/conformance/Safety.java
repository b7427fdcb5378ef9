package dev.countersign.conformance;

import dev.countersign.conformance.Answer.OfPolicy;
import dev.countersign.conformance.Answer.OfRule;
import dev.countersign.conformance.Answer.OfWebhook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds where ours is laxer than Kyverno: a policy that Kyverno refuses and ours admits, an admission that Kyverno denies and ours
 * allows, a rule that fails or errs with Kyverno and does neither with ours while our webhooks allow.
 */
final class Safety {
    private Safety() {}

    /** Why ours is laxer; empty when it is not. */
    static List<String> laxer(Answer kyverno, Answer ours) {
        List<String> why = new ArrayList<>();
        if (kyverno.timeout()) {
            return why;
        }
        boolean allows = ours.mutating().filter(OfWebhook::allowed).isPresent()
                && ours.validating().filter(OfWebhook::allowed).isPresent();
        if (kyverno.panic().isPresent() && allows) {
            why.add("Kyverno crashes, ours allows");
        }
        if (kyverno.load().isPresent() && ours.load().isEmpty()) {
            why.add("Kyverno does not load: " + kyverno.load().get().text());
        }
        for (int i = 0; i < kyverno.policies().size() && i < ours.policies().size(); i++) {
            policy(
                    "policies[" + i + "]",
                    kyverno.policies().get(i),
                    ours.policies().get(i),
                    allows,
                    why);
        }
        webhook("mutatingWebhook", kyverno.mutating(), ours.mutating(), why);
        // Ours may have denied in the phase before, which is as good.
        if (ours.mutating().filter(OfWebhook::allowed).isPresent()) {
            webhook("validatingWebhook", kyverno.validating(), ours.validating(), why);
        }
        return why;
    }

    private static void policy(String at, OfPolicy kyverno, OfPolicy ours, boolean allows, List<String> why) {
        if (kyverno.admission().refused()) {
            if (!ours.admission().refused()) {
                why.add(at + ".admission: Kyverno refuses the policy");
            }
            return;
        }
        if (ours.admission().refused()) {
            return;
        }
        if (kyverno.panic().isPresent() && allows) {
            why.add(at + ": Kyverno crashes, ours allows");
        }
        rules(at + ".verify", kyverno.verify(), ours.verify(), allows, why);
        rules(at + ".validate", kyverno.validate(), ours.validate(), allows, why);
    }

    private static void rules(String at, List<OfRule> kyverno, List<OfRule> ours, boolean allows, List<String> why) {
        for (OfRule rule : kyverno) {
            long theirs = bad(kyverno, rule.rule());
            long mine = bad(ours, rule.rule());
            if (allows && bad(rule) && mine < theirs) {
                why.add(at + ": rule " + rule.rule() + " says " + rule.status() + " with Kyverno (" + theirs
                        + " against " + mine + "): " + rule.message());
            }
        }
    }

    private static long bad(List<OfRule> rules, String name) {
        return rules.stream()
                .filter(rule -> rule.rule().equals(name) && bad(rule))
                .count();
    }

    private static boolean bad(OfRule rule) {
        return rule.status().equals("fail") || rule.status().equals("error");
    }

    private static void webhook(String at, Optional<OfWebhook> kyverno, Optional<OfWebhook> ours, List<String> why) {
        if (kyverno.filter(hook -> !hook.allowed()).isPresent()
                && ours.filter(OfWebhook::allowed).isPresent()) {
            why.add(at + ": Kyverno denies");
        }
    }
}
