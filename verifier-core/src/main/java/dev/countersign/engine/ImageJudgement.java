package dev.countersign.engine;

import dev.countersign.document.Value;
import dev.countersign.image.ImageReference;
import dev.countersign.policy.Policy;
import dev.countersign.policy.RegistryCredentials;
import dev.countersign.verify.Attested;
import dev.countersign.verify.AttestorTree;
import dev.countersign.verify.Evidence;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.ImageVerifier;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.VerificationContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one entry says of one image: its signatures, then its attestations, then {@code validate} of the rule (Kyverno spec 7.3 to
 * 7.5). Lives for one policy and request, and asks each attestor once about an image, however many containers have it; not
 * thread-safe.
 */
final class ImageJudgement {
    private final CompiledPolicy compiled;
    private final EntrySubjects subjects;
    private final VerificationContext context;
    private final ImageVerificationMetadataBuilder metadata;
    private final Map<AttestorTree, Map<String, Verdict>> verdicts = new IdentityHashMap<>();
    private final Map<ImageVerifier.AttestationJudge, Map<String, Attested>> attested = new IdentityHashMap<>();

    /** @param metadata takes the images that an entry leaves alone */
    ImageJudgement(
            CompiledPolicy compiled,
            EntrySubjects subjects,
            VerificationContext context,
            ImageVerificationMetadataBuilder metadata) {
        this.compiled = compiled;
        this.subjects = subjects;
        this.context = context;
        this.metadata = metadata;
    }

    /** Adds the response of the entry, if it has one, and gives the digest that was verified, or nothing. */
    String judge(RuleScope scope, CompiledEntry entry, ImageReference reference, List<RuleResponse> own) {
        if (!entry.asksForProof()) {
            return "";
        }
        String name = scope.name();
        String image = reference.normalForm();
        scope.context().image(variable(reference));
        if (!entry.means(image) || entry.skips(image)) {
            if (entry.means(image)) {
                metadata.add(image, ImageVerificationMetadata.SKIP);
            }
            Policy policy = compiled.policy();
            own.add(Responses.of(
                    name,
                    RuleStatus.SKIP,
                    "skipping image reference image " + image + ", policy " + policy.name() + " ruleName " + name,
                    entry.means(image)));
            return "";
        }
        if (entry.attestors().isEmpty()) {
            return attestations(scope, entry, reference, NOTHING_SIGNED, own);
        }
        Verdict verdict = verdicts.computeIfAbsent(entry.attestors(), attestors -> new HashMap<>())
                .computeIfAbsent(image, asked -> prove(entry, image));
        ImageResult result = new ImageResult(image, entry.index(), verdict);
        if (!(verdict instanceof Verdict.Verified verified)) {
            Verdict.NotVerified failure = (Verdict.NotVerified) verdict;
            boolean unreachable = failure instanceof Verdict.Indeterminate open && open.unreachable();
            own.add(Responses.of(
                    name,
                    unreachable ? RuleStatus.ERROR : RuleStatus.FAIL,
                    "failed to verify image " + image + ": " + failure.message(),
                    result));
            return "";
        }
        if (entry.attestations().isEmpty()) {
            own.add(Responses.of(name, RuleStatus.PASS, "verified image signatures for " + image, result));
            return verified.digest();
        }
        boolean pinned = !reference.digest().isEmpty() || verified.digest().isEmpty();
        ImageReference signed = pinned ? reference : reference.withDigest(verified.digest());
        return attestations(scope, entry, signed, verified, own);
    }

    private static final Verdict.Verified NOTHING_SIGNED = new Verdict.Verified("", List.of(), List.of());

    private String attestations(
            RuleScope scope,
            CompiledEntry entry,
            ImageReference reference,
            Verdict.Verified signed,
            List<RuleResponse> own) {
        String image = reference.normalForm();
        ImageSubject subject = subjects.subject(image, entry.entry());
        NamedPredicates named = scope.of(image);
        AttestationLoop.Outcome outcome =
                new AttestationLoop(entry, reference, subject, scope.context(), named, this::fetch).run();
        if (!(outcome.verdict() instanceof Verdict.Verified verified)) {
            Verdict.NotVerified failure = (Verdict.NotVerified) outcome.verdict();
            own.add(Responses.of(
                    scope.name(),
                    RuleStatus.FAIL,
                    failure.message(),
                    new ImageResult(image, entry.index(), resting(failure, signed.divergences()))));
            return "";
        }
        Verdict.Verified all = both(signed, isReachedInsecurely(entry) ? EntryAccess.weakened(verified) : verified);
        if (!scope.rule().validates()) {
            own.add(Responses.of(
                    scope.name(),
                    RuleStatus.PASS,
                    "verified image attestations for " + outcome.image(),
                    new ImageResult(image, entry.index(), all)));
            return all.digest();
        }
        Optional<Refusal> refusal = compiled.refusedVariables()
                .map(Refusal::of)
                .or(() -> new DenyCheck(scope.rule(), scope.context(), named, subject.deadline()).refusal());
        if (refusal.isEmpty()) {
            own.add(Responses.of(
                    scope.name(),
                    RuleStatus.PASS,
                    "verifyImages validation is passed in " + scope.name() + " rule",
                    new ImageResult(image, entry.index(), all)));
            return all.digest();
        }
        String message = "validation in verifyImages failed: " + refusal.get().text();
        Verdict denied = new Verdict.Rejected(message, List.of(), refusal.get().divergences());
        own.add(Responses.of(
                scope.name(),
                RuleStatus.FAIL,
                message,
                new ImageResult(image, entry.index(), resting((Verdict.Rejected) denied, all.divergences()))));
        return all.digest();
    }

    private Verdict prove(CompiledEntry entry, String image) {
        Verdict verdict = entry.attestors().verify(subjects.subject(image, entry.entry()), context);
        return verdict instanceof Verdict.Verified verified && isReachedInsecurely(entry)
                ? EntryAccess.weakened(verified)
                : verdict;
    }

    private static boolean isReachedInsecurely(CompiledEntry entry) {
        return entry.entry()
                .imageRegistryCredentials()
                .filter(RegistryCredentials::allowInsecureRegistry)
                .isPresent();
    }

    private Attested fetch(ImageVerifier.AttestationJudge judge, ImageSubject subject) {
        return attested.computeIfAbsent(judge, fresh -> new HashMap<>())
                .computeIfAbsent(subject.image(), asked -> judge.fetch(subject, context));
    }

    private static Verdict.Verified both(Verdict.Verified signed, Verdict.Verified attested) {
        List<Evidence> evidence = new ArrayList<>(signed.evidence());
        evidence.addAll(attested.evidence());
        return new Verdict.Verified(
                attested.digest(), evidence, distinct(signed.divergences(), attested.divergences()));
    }

    private static Verdict.NotVerified resting(Verdict.NotVerified verdict, List<String> divergences) {
        List<String> all = distinct(divergences, verdict.divergences());
        return verdict instanceof Verdict.Indeterminate open
                ? new Verdict.Indeterminate(open.message(), open.reasons(), open.unreachable(), all)
                : new Verdict.Rejected(verdict.message(), verdict.reasons(), all);
    }

    private static List<String> distinct(List<String> some, List<String> others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(others);
        return all.stream().distinct().toList();
    }

    /** {@code image}: every member is there, empty where nothing is known. */
    private static Value.ObjectValue variable(ImageReference reference) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("reference", Value.of(reference.reference()));
        members.put("referenceWithTag", Value.of(reference.referenceWithTag()));
        members.put("registry", Value.of(reference.registry()));
        members.put("path", Value.of(reference.path()));
        members.put("name", Value.of(reference.name()));
        members.put("tag", Value.of(reference.tag()));
        members.put("digest", Value.of(reference.digest()));
        return new Value.ObjectValue(members);
    }
}
