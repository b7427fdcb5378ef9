package dev.countersign.verify;

import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.AttestorIdentity.NestedSet;
import dev.countersign.policy.AttestorSet;
import dev.countersign.policy.ImageVerification;
import java.util.ArrayList;
import java.util.List;

/**
 * The attestor sets of one verifyImages entry, compiled: who must have signed (Kyverno spec 7.3). Immutable and thread-safe.
 *
 * <p>Every set must be satisfied. A set is satisfied by {@code count} of its entries, or by all of them; an entry is an attestor or
 * a set within. Several PEM keys in one {@code publicKeys} are as many entries.
 */
public final class AttestorTree {
    /** Sets may nest that deep; the schema of a policy bounds its documents, but not this. */
    static final int MAX_DEPTH = 32;

    private static final String END_OF_KEY = "-----END PUBLIC KEY-----";

    private final List<Node.Set> sets;
    private final List<String> unsupported;

    private AttestorTree(List<Node.Set> sets, List<String> unsupported) {
        this.sets = List.copyOf(sets);
        this.unsupported = List.copyOf(unsupported);
    }

    private sealed interface Node {
        String path();

        record Set(String path, int required, List<Node> entries) implements Node {}

        record Leaf(String path, ImageVerifier.Judge judge) implements Node {}

        record Unreadable(String path, String message) implements Node {}
    }

    /**
     * Compiles the attestors of an entry.
     *
     * @param entry without deprecated fields
     * @param verifier judges the attestors
     * @param origin where the entry stands, for people: {@code policy check-image, rule verify}
     */
    public static AttestorTree compile(ImageVerification entry, ImageVerifier verifier, String origin) {
        Compiler compiler = new Compiler(entry, verifier, origin);
        List<Node.Set> sets = new ArrayList<>();
        for (int i = 0; i < entry.attestors().size(); i++) {
            sets.add(compiler.set(entry.attestors().get(i), ".attestors[" + i + "]", 0));
        }
        return new AttestorTree(sets, compiler.unsupported);
    }

    /** What the entry states and the verifier cannot take into account, with the place of each. */
    public List<String> unsupported() {
        return unsupported;
    }

    /** Whether the entry names no attestor at all. */
    public boolean isEmpty() {
        return sets.isEmpty();
    }

    /**
     * Judges an image: the first set that is not satisfied decides.
     *
     * @return {@link Verdict.Verified} only when every set is satisfied, and there is one
     */
    public Verdict verify(ImageSubject image, VerificationContext context) {
        String digest = "";
        List<Evidence> evidence = new ArrayList<>();
        List<String> divergences = new ArrayList<>();
        for (Node.Set set : sets) {
            Verdict verdict = verify(set, image, context);
            if (!(verdict instanceof Verdict.Verified verified)) {
                return verdict;
            }
            digest = verified.digest();
            evidence.addAll(verified.evidence());
            divergences.addAll(verified.divergences());
        }
        return sets.isEmpty()
                ? new Verdict.Rejected("no attestor is named", List.of(), List.of())
                : new Verdict.Verified(
                        digest, evidence, divergences.stream().distinct().toList());
    }

    private static Verdict verify(Node.Set set, ImageSubject image, VerificationContext context) {
        List<Evidence> evidence = new ArrayList<>();
        List<String> satisfiedBy = new ArrayList<>();
        List<Verdict.NotVerified> failures = new ArrayList<>();
        int satisfied = 0;
        for (Node entry : set.entries()) {
            Verdict verdict = verify(entry, image, context);
            if (verdict instanceof Verdict.Verified verified) {
                satisfied++;
                evidence.addAll(verified.evidence());
                satisfiedBy.addAll(verified.divergences());
                if (satisfied >= set.required()) {
                    return new Verdict.Verified(verified.digest(), evidence, satisfiedBy);
                }
            } else if (verdict instanceof Verdict.NotVerified failure) {
                failures.add(failure);
            }
        }
        return combine(set, failures);
    }

    private static Verdict verify(Node node, ImageSubject image, VerificationContext context) {
        if (node instanceof Node.Set set) {
            return verify(set, image, context);
        }
        if (node instanceof Node.Unreadable unreadable) {
            return new Verdict.Rejected(unreadable.message(), List.of(), List.of());
        }
        Node.Leaf leaf = (Node.Leaf) node;
        return placed(leaf.judge().verify(image, context), leaf.path());
    }

    private static Verdict placed(Verdict verdict, String path) {
        if (verdict instanceof Verdict.Verified verified) {
            return new Verdict.Verified(
                    verified.digest(),
                    verified.evidence().stream().map(item -> item.at(path)).toList(),
                    verified.divergences());
        }
        Verdict.NotVerified failure = (Verdict.NotVerified) verdict;
        String message = path + ": " + failure.message();
        List<Reason> reasons =
                failure.reasons().stream().map(reason -> reason.at(path)).toList();
        return failure instanceof Verdict.Indeterminate open
                ? new Verdict.Indeterminate(message, reasons, open.unreachable(), open.divergences())
                : new Verdict.Rejected(message, reasons, failure.divergences());
    }

    /** An open question among the failures leaves the set open: its answer might have been the one that was missing. */
    private static Verdict combine(Node.Set set, List<Verdict.NotVerified> failures) {
        if (failures.isEmpty()) {
            return new Verdict.Rejected(
                    set.path() + ": " + set.required() + " attestors are required, "
                            + set.entries().size() + " are named",
                    List.of(),
                    List.of());
        }
        List<String> messages = new ArrayList<>();
        List<Reason> reasons = new ArrayList<>();
        List<String> divergences = new ArrayList<>();
        boolean open = false;
        boolean unreachable = false;
        for (Verdict.NotVerified failure : failures) {
            messages.add(failure.message());
            reasons.addAll(failure.reasons());
            divergences.addAll(failure.divergences());
            if (failure instanceof Verdict.Indeterminate indeterminate) {
                open = true;
                unreachable |= indeterminate.unreachable();
            }
        }
        String message = JoinedFailures.join(messages);
        return open
                ? new Verdict.Indeterminate(message, reasons, unreachable, divergences)
                : new Verdict.Rejected(message, reasons, divergences);
    }

    private static final class Compiler {
        private final ImageVerification entry;
        private final ImageVerifier verifier;
        private final String origin;
        private final List<String> unsupported = new ArrayList<>();

        Compiler(ImageVerification entry, ImageVerifier verifier, String origin) {
            this.entry = entry;
            this.verifier = verifier;
            this.origin = origin;
        }

        Node.Set set(AttestorSet set, String path, int depth) {
            List<Attestor> attestors = new ArrayList<>();
            set.entries().forEach(attestor -> attestors.addAll(expand(attestor)));
            List<Node> entries = new ArrayList<>();
            for (int i = 0; i < attestors.size(); i++) {
                entries.add(entry(attestors.get(i), path + ".entries[" + i + "]", depth));
            }
            return new Node.Set(path, Math.max(1, set.count().orElse(entries.size())), entries);
        }

        private Node entry(Attestor attestor, String path, int depth) {
            for (AttestorIdentity who : attestor.identity()) {
                if (who instanceof AttestorIdentity.Nested nested
                        && attestor.identity().size() == 1) {
                    if (depth >= MAX_DEPTH) {
                        return new Node.Unreadable(path, path + ".attestor: sets nest deeper than " + MAX_DEPTH);
                    }
                    if (nested.set() instanceof NestedSet.Parsed parsed) {
                        return set(parsed.set(), path + ".attestor", depth + 1);
                    }
                    return new Node.Unreadable(
                            path,
                            "failed to unmarshal nested attestor " + path + ": "
                                    + ((NestedSet.Unreadable) nested.set()).message());
                }
            }
            String place = path + AttestorPath.kind(entry, attestor);
            ImageVerifier.Judge judge = verifier.compile(entry, attestor, origin + ", " + place);
            judge.unsupported().forEach(feature -> unsupported.add(place + ": " + feature));
            return new Node.Leaf(place, judge);
        }

        /** One attestor for each PEM key; what follows the last key is dropped. */
        private static List<Attestor> expand(Attestor attestor) {
            if (attestor.identity().size() != 1
                    || !(attestor.identity().get(0) instanceof AttestorIdentity.Keys keys)
                    || keys.publicKeys().indexOf(END_OF_KEY)
                            == keys.publicKeys().lastIndexOf(END_OF_KEY)) {
                return List.of(attestor);
            }
            List<Attestor> attestors = new ArrayList<>();
            int start = 0;
            int end = keys.publicKeys().indexOf(END_OF_KEY);
            while (end >= 0) {
                String block = keys.publicKeys().substring(start, end + END_OF_KEY.length());
                attestors.add(new Attestor(
                        List.of(new AttestorIdentity.Keys(
                                block,
                                keys.signatureAlgorithm(),
                                keys.kms(),
                                keys.secret(),
                                keys.rekor(),
                                keys.ctlog())),
                        attestor.annotations(),
                        attestor.repository(),
                        attestor.signatureAlgorithm()));
                start = end + END_OF_KEY.length();
                end = keys.publicKeys().indexOf(END_OF_KEY, start);
            }
            return attestors;
        }
    }
}
