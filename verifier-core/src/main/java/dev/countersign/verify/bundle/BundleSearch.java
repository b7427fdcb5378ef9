package dev.countersign.verify.bundle;

import dev.countersign.registry.Deadline;
import dev.countersign.verify.Evidence;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.attestor.UndecidableException;
import dev.countersign.verify.bundle.BundleDiscovery.Found;
import dev.countersign.verify.bundle.BundleJudge.Question;
import dev.countersign.verify.check.CheckFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which of an image's bundles verify, and why the others do not. Kyverno drops the others without a word.
 *
 * @param proven that verified, in the registry's order
 * @param evidence what each rests on
 * @param reasons of those that did not, no more than {@value #MAX_REASONS}
 * @param divergences that the answer rests on
 * @param outOfTime whether not every bundle was looked at
 * @param timeMissing whether one lacked nothing but a proven time
 */
record BundleSearch(
        List<Found> proven,
        List<Evidence> evidence,
        List<Reason> reasons,
        List<String> divergences,
        boolean outOfTime,
        boolean timeMissing) {
    /** No more bundles are explained. */
    static final int MAX_REASONS = 10;

    private static final String NONE = "sigstore bundle verification failed: no matching signatures found";

    BundleSearch {
        proven = List.copyOf(proven);
        evidence = List.copyOf(evidence);
        reasons = List.copyOf(reasons);
        divergences = List.copyOf(divergences);
    }

    /**
     * Looks at bundles.
     *
     * @param firstOnly whether one that verifies is enough
     */
    static BundleSearch among(
            List<Found> bundles, Question question, Instant now, Deadline deadline, boolean firstOnly) {
        List<Found> proven = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        List<Reason> reasons = new ArrayList<>();
        List<String> satisfied = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        boolean timeMissing = false;
        for (Found found : bundles) {
            if (deadline.passed()) {
                reasons.add(tooLate());
                return new BundleSearch(proven, evidence, reasons, refused, true, timeMissing);
            }
            try {
                BundleCheck.Proven one = question.check().verify(found, question.digest(), now);
                proven.add(found);
                evidence.add(one.evidence());
                satisfied.addAll(one.divergences());
                if (firstOnly) {
                    break;
                }
            } catch (CheckFailure e) {
                timeMissing |= e.reason().code().equals(BundleCheck.NO_TIME);
                e.divergence().ifPresent(refused::add);
                if (reasons.size() < MAX_REASONS) {
                    reasons.add(at(found, e));
                }
            }
        }
        // A bundle that was refused for a field that Kyverno ignores may be among the statements of Kyverno's answer.
        List<String> divergences = new ArrayList<>(proven.isEmpty() ? List.of() : satisfied);
        if (proven.isEmpty() || !firstOnly) {
            divergences.addAll(refused);
        }
        return new BundleSearch(
                proven, evidence, reasons, divergences.stream().distinct().toList(), false, timeMissing);
    }

    private static Reason at(Found found, CheckFailure failure) {
        Reason reason = failure.reason();
        return new Reason(
                reason.code(),
                reason.place(),
                "the bundle at " + found.foundAt() + " does not verify: " + reason.message(),
                reason.found(),
                reason.expected(),
                reason.remedy());
    }

    private static Reason tooLate() {
        return new Reason(
                "OUT_OF_TIME",
                "",
                "the request's time was over before every bundle was looked at",
                "",
                "",
                "Remove bundles that nobody needs, or state a longer webhookTimeoutSeconds.");
    }

    /** The refusal, where none verified. */
    Verdict.NotVerified refusal(Question question, List<String> alone) {
        Optional<UndecidableException> noTimestamps = question.trust().noTimestamps();
        if (timeMissing && noTimestamps.isPresent()) {
            return noTimestamps.get().verdict();
        }
        List<String> all = new ArrayList<>(divergences);
        alone.stream().filter(number -> !all.contains(number)).forEach(all::add);
        if (outOfTime) {
            return new Verdict.Indeterminate("context deadline exceeded", reasons, false, all);
        }
        return new Verdict.Rejected(NONE, reasons.isEmpty() ? List.of(nothing(question)) : reasons, all);
    }

    private static Reason nothing(Question question) {
        return new Reason(
                "NO_BUNDLES",
                "",
                "the image has no Sigstore bundle of the wanted kind among its referrers",
                question.bundles().size() + " bundle(s) at " + question.where() + "@" + question.digest(),
                "a referrer of type application/vnd.dev.sigstore.bundle",
                "Sign the image with a client that writes bundles; if its signatures are in cosign's older layout, state"
                        + " type: Cosign in the policy's entry.");
    }
}
