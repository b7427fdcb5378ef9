package dev.countersign.engine;

import dev.countersign.document.Value;
import dev.countersign.engine.context.RuleContext;
import dev.countersign.image.ImageReference;
import dev.countersign.verify.Attested;
import dev.countersign.verify.Evidence;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.ImageVerifier;
import dev.countersign.verify.JoinedFailures;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Statement;
import dev.countersign.verify.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The attestations of one entry over one image: all must be there, by enough of their attestors, and meet their conditions (Kyverno
 * spec 7.4). Lives for one entry and image; not thread-safe.
 */
final class AttestationLoop {
    /** One attestor may have attested that much of an image. */
    static final int MAX_STATEMENTS = 1_000;

    private final CompiledEntry entry;
    private final ImageSubject subject;
    private final RuleContext context;
    private final NamedPredicates named;
    private final Fetch fetch;
    private final List<Evidence> evidence = new ArrayList<>();
    private final List<String> divergences = new ArrayList<>();
    private ImageReference reference;

    /** Finds what an attestor attested of the image; the same question is answered once. */
    @FunctionalInterface
    interface Fetch {
        /** Asks the judge. */
        Attested from(ImageVerifier.AttestationJudge judge, ImageSubject subject);
    }

    /**
     * What came out.
     *
     * @param image as Kyverno names it now, with its digest where one became known
     * @param verdict with the digest of the image where one is known
     */
    record Outcome(String image, Verdict verdict) {}

    /**
     * @param reference the image; with the digest that its signatures speak of
     * @param subject the same
     * @param context takes the predicates under the names of attestations, as in Kyverno
     * @param named takes what is proven
     */
    AttestationLoop(
            CompiledEntry entry,
            ImageReference reference,
            ImageSubject subject,
            RuleContext context,
            NamedPredicates named,
            Fetch fetch) {
        this.entry = entry;
        this.reference = reference;
        this.subject = subject;
        this.context = context;
        this.named = named;
        this.fetch = fetch;
        if (entry.attestorsMoved()) {
            divergences.add(EntryConversion.KEPT_ATTESTOR);
        }
    }

    Outcome run() {
        named.begin(entry);
        for (CompiledAttestation attestation : entry.attestations()) {
            Optional<Verdict.NotVerified> failure = failure(attestation);
            if (failure.isPresent()) {
                return new Outcome(reference.normalForm(), failure.get());
            }
        }
        return new Outcome(
                reference.normalForm(),
                new Verdict.Verified(
                        reference.digest(),
                        evidence,
                        divergences.stream().distinct().toList()));
    }

    private Optional<Verdict.NotVerified> failure(CompiledAttestation attestation) {
        if (attestation.type().isEmpty()) {
            return Optional.of(
                    new Verdict.Rejected(attestation.path() + ": missing type", List.of(), List.copyOf(divergences)));
        }
        // Kyverno keeps one list for all sets of an attestation (quirk Q36).
        Failures failures = new Failures();
        for (CompiledAttestation.Set set : attestation.sets()) {
            int verified = 0;
            for (CompiledAttestation.Entry attestor : set.entries()) {
                if (verified < set.required() && isAttested(attestation, attestor, failures)) {
                    verified++;
                }
            }
            if (verified < set.required()) {
                return Optional.of(failures.verdict(verified, set.required(), divergences));
            }
        }
        return Optional.empty();
    }

    private boolean isAttested(CompiledAttestation attestation, CompiledAttestation.Entry attestor, Failures failures) {
        Attested attested = fetch.from(attestor.judge(), subject);
        if (attested instanceof Attested.Nothing nothing) {
            failures.add(nothing.verdict(), attestor.path());
            return false;
        }
        Attested.Statements found = (Attested.Statements) attested;
        List<Statement> statements = found.statements();
        if (statements.size() > MAX_STATEMENTS) {
            failures.add("more than " + MAX_STATEMENTS + " attestations were found", found.divergences());
            return false;
        }
        Optional<Value> first = statements.stream()
                .flatMap(statement -> statement.document().get("predicate").stream())
                .filter(Value.ObjectValue.class::isInstance)
                .findFirst();
        if (first.isEmpty()) {
            failures.add("predicate not found in any statement", found.divergences());
            return false;
        }
        String name = attestation.attestation().name();
        context.attest(name, first.get());
        if (reference.digest().isEmpty() && !found.digest().isEmpty()) {
            reference = reference.withDigest(found.digest());
        }
        Optional<Refusal> refusal = new StatementCheck(
                        attestation, reference.normalForm(), context, named, subject.deadline())
                .refusal(statements);
        if (refusal.isPresent()) {
            List<String> numbers = new ArrayList<>(found.divergences());
            numbers.addAll(refusal.get().divergences());
            failures.add(attestor.path() + ": " + refusal.get().text(), numbers);
            return false;
        }
        named.add(
                name,
                StatementCheck.ofType(attestation, statements).stream()
                        .map(statement -> statement.document().get("predicate").orElse(Value.NULL))
                        .toList());
        found.evidence().forEach(item -> evidence.add(item.at(attestor.path())));
        divergences.addAll(found.divergences());
        return true;
    }

    /** What the attestors of one attestation failed with. */
    private static final class Failures {
        private final List<String> texts = new ArrayList<>();
        private final List<Reason> reasons = new ArrayList<>();
        private final List<String> divergences = new ArrayList<>();
        private boolean open;

        void add(Verdict.NotVerified verdict, String place) {
            add(verdict.message(), verdict.divergences());
            verdict.reasons().forEach(reason -> reasons.add(reason.at(place)));
            open |= verdict instanceof Verdict.Indeterminate;
        }

        void add(String text, List<String> numbers) {
            texts.add(text);
            divergences.addAll(numbers);
        }

        Verdict.NotVerified verdict(int verified, int required, List<String> more) {
            String message = "image attestations verification failed, verifiedCount: " + verified + ", requiredCount: "
                    + required + ", error: "
                    + (texts.isEmpty() ? "attestations verification failed" : JoinedFailures.join(texts));
            List<String> numbers = new ArrayList<>(more);
            numbers.addAll(divergences);
            List<String> distinct = numbers.stream().distinct().toList();
            // Also what could not be reached is Kyverno's status fail here.
            return open
                    ? new Verdict.Indeterminate(message, reasons, false, distinct)
                    : new Verdict.Rejected(message, reasons, distinct);
        }
    }
}
