package dev.countersign.clusterimagepolicy;

import dev.countersign.clusterimagepolicy.ImagePolicyDecision.AuthorityMatch;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.document.GoText;
import dev.countersign.policy.sigstore.Authority;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.trust.TrustRoot;
import dev.countersign.verify.Evidence;
import dev.countersign.verify.ImageName;
import dev.countersign.verify.ImageName.InvalidNameException;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.Reason;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.check.SignerIdentities;
import dev.countersign.verify.cosign.CosignLookup;
import dev.countersign.verify.cosign.CosignLookup.Answer;
import dev.countersign.verify.cosign.CosignLookup.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Judges authorities over one image, in policy-controller's order and words. Lives for one request. */
final class AuthorityJudge {
    private final BundleJudge bundles;
    private final CosignLookup cosign;
    private final Function<String, TrustRoot> trustRoots;
    private final VerificationContext context;

    AuthorityJudge(
            BundleJudge bundles,
            CosignLookup cosign,
            Function<String, TrustRoot> trustRoots,
            VerificationContext context) {
        this.bundles = bundles;
        this.cosign = cosign;
        this.trustRoots = trustRoots;
        this.context = context;
    }

    /** An answer cannot be had at all; the message is policy-controller's. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Reason reason;
        private final transient List<String> divergences;

        Refused(String message, String code, String why, String remedy) {
            this(message, code, why, remedy, List.of());
        }

        Refused(String message, String code, String why, String remedy, List<String> divergences) {
            super(message);
            this.reason = new Reason(code, "", why, message, "", remedy);
            this.divergences = List.copyOf(divergences);
        }
    }

    /**
     * What an authority says.
     *
     * @param keys of the authority; empty where it has none
     * @param image with its digest
     * @param namespace of the object
     */
    AuthorityResult judge(Authority authority, List<VerificationKey> keys, ImageSubject image, String namespace) {
        if (authority.signer() instanceof Authority.Static fixed) {
            return fixed.pass()
                    ? AuthorityResult.matched(new AuthorityMatch(authority.name(), List.of()), List.of())
                    : AuthorityResult.failed(
                            "disallowed by static policy: " + fixed.message(),
                            new Reason(
                                    "STATIC_REFUSAL",
                                    authority.place(),
                                    "the policy refuses whatever it selects",
                                    "",
                                    "",
                                    "Use another image, or change the policy."));
        }
        try {
            return verified(authority, keys, image, namespace);
        } catch (Refused e) {
            return AuthorityResult.failed(
                    String.valueOf(e.getMessage()), List.of(e.reason.at(authority.place())), e.divergences);
        }
    }

    private AuthorityResult verified(
            Authority authority, List<VerificationKey> keys, ImageSubject image, String namespace) throws Refused {
        AuthorityTrust trust = trust(authority);
        boolean attestations = !authority.attestations().isEmpty();
        if (authority.signer() instanceof Authority.Keyless keyless
                && keyless.url().isEmpty()) {
            throw new Refused(
                    attestations
                            ? "no matching attestations for authority " + authority.name() + " for " + image.image()
                            : "no Keyless URL specified",
                    "NO_KEYLESS_URL",
                    "ca-cert verifies nothing, in policy-controller neither",
                    "State url and trustRootRef.");
        }
        boolean keyed = authority.signer() instanceof Authority.Key;
        String words = (attestations ? "attestation " : "signature ") + (keyed ? "key" : "keyless")
                + " validation failed for authority " + authority.name() + " for " + image.image() + ": ";
        if (authority.format() == Authority.Format.BUNDLE && !attestations) {
            throw new Refused(
                    words + "bundle support for image signatures is not yet implemented",
                    "BUNDLES_UNSUPPORTED",
                    "policy-controller looks at bundles for attestations only",
                    "State signatureFormat: legacy.");
        }
        try {
            ImageSubject subject = reached(authority, image, namespace);
            if (authority.format() == Authority.Format.BUNDLE
                    && authority.signer() instanceof Authority.Keyless keyless) {
                return bundles.attestations(authority, keyless, trust, subject, words)
                        .resting(trust.divergences());
            }
            List<Question> questions = questions(authority, keys, trust, subject);
            AuthorityResult result = attestations
                    ? attestations(authority, questions, subject, words)
                    : signatures(authority, questions, subject, words);
            return result.resting(trust.divergences());
        } catch (RegistryException e) {
            throw new Refused(
                    words + e.getMessage(),
                    "REGISTRY_FAILED",
                    "the registry did not say whether there are signatures",
                    "Try again when the registry answers; if it asks for a login, state signaturePullSecrets.");
        } catch (InvalidNameException e) {
            throw new Refused(
                    words + e.getMessage(), "INVALID_REPOSITORY", "source.oci names no repository", "Name another.");
        }
    }

    private AuthorityTrust trust(Authority authority) throws Refused {
        String words = authority.attestations().isEmpty()
                ? "constructing checkOpts for " + authority.name() + ": "
                : "creating CheckOpts: ";
        try {
            return AuthorityTrust.of(authority, trustRoots, context);
        } catch (AuthorityTrust.NotLoaded e) {
            throw new Refused(
                    words + e.getMessage(),
                    "TRUST_NOT_LOADED",
                    "the trust that the authority rests on cannot be had",
                    "Create or mend the TrustRoot that the authority names; where it names none, choose a trust root.",
                    e.divergences());
        }
    }

    /** One question for each key, or one without. */
    private record Question(CosignLookup.Question asked, List<String> divergences) {}

    private List<Question> questions(
            Authority authority, List<VerificationKey> keys, AuthorityTrust trust, ImageSubject image)
            throws InvalidNameException {
        String oci = authority.source().map(Authority.Source::oci).orElse("");
        Repository where = oci.isEmpty() ? image.name().repository() : ImageName.repository(oci);
        String prefix = authority.source().map(Authority.Source::tagPrefix).orElse("");
        List<Question> questions = new ArrayList<>();
        if (authority.signer() instanceof Authority.Keyless keyless) {
            SignerIdentities identities = SignerIdentities.of(keyless.identities().stream()
                    .map(identity -> new SignerIdentities.Identity(
                            identity.issuer(), identity.issuerRegExp(), identity.subject(), identity.subjectRegExp()))
                    .toList());
            questions.add(new Question(
                    question(
                            Optional.empty(),
                            HashAlgorithm.SHA256,
                            Optional.of(identities),
                            keyless.insecureIgnoreSct(),
                            trust,
                            where,
                            prefix),
                    List.of()));
        } else if (authority.signer() instanceof Authority.Key key) {
            for (VerificationKey one : keys) {
                questions.add(new Question(
                        question(
                                Optional.of(one),
                                AuthorityKeys.hash(key.key()),
                                Optional.empty(),
                                true,
                                trust,
                                where,
                                prefix),
                        questions.isEmpty() ? List.of() : List.of(Divergences.SEVERAL_KEYS)));
            }
        }
        return questions;
    }

    private static CosignLookup.Question question(
            Optional<VerificationKey> key,
            HashAlgorithm hash,
            Optional<SignerIdentities> identities,
            boolean ignoreSct,
            AuthorityTrust trust,
            Repository where,
            String prefix) {
        return new CosignLookup.Question(
                key,
                hash,
                identities,
                trust.material(),
                trust.ignoreTlog(),
                trust.rekorUrl(),
                ignoreSct,
                trust.stamped(),
                Divergences.TIMESTAMP_REQUIRED,
                where,
                prefix);
    }

    private ImageSubject reached(Authority authority, ImageSubject image, String namespace)
            throws RegistryException, InvalidNameException {
        List<String> secrets =
                authority.source().map(Authority.Source::pullSecrets).orElse(List.of());
        if (secrets.isEmpty()) {
            return image;
        }
        return new ImageSubject(
                image.image(),
                image.registry().reachedBy(SourceLogins.of(secrets, namespace, context.cluster())),
                image.deadline());
    }

    private AuthorityResult signatures(Authority authority, List<Question> questions, ImageSubject image, String words)
            throws RegistryException, InvalidNameException {
        Optional<AuthorityResult> first = Optional.empty();
        for (Question question : questions) {
            Answer answer = cosign.signatures(image, question.asked(), context);
            if (!answer.proofs().isEmpty()) {
                List<String> divergences = new ArrayList<>(question.divergences());
                answer.proofs().forEach(proof -> divergences.addAll(proof.divergences()));
                return AuthorityResult.matched(
                        new AuthorityMatch(authority.name(), evidence(authority, answer.proofs())), divergences);
            }
            if (first.isEmpty()) {
                String failure = answer.any()
                        ? "no matching signatures: " + String.join("\n ", answer.failures())
                        : "no signatures found";
                first = Optional.of(AuthorityResult.failed(words + failure, answer.reasons(), answer.divergences()));
            }
        }
        return first.orElseThrow();
    }

    private AuthorityResult attestations(
            Authority authority, List<Question> questions, ImageSubject image, String words)
            throws RegistryException, InvalidNameException {
        List<Proof> proofs = new ArrayList<>();
        List<String> divergences = new ArrayList<>();
        Optional<AuthorityResult> first = Optional.empty();
        for (Question question : questions) {
            Answer answer = cosign.attestations(image, question.asked(), context);
            if (!answer.proofs().isEmpty()) {
                proofs.addAll(answer.proofs());
                divergences.addAll(question.divergences());
            }
            if (first.isEmpty()) {
                first = Optional.of(AuthorityResult.failed(
                        words + "no matching attestations: " + String.join("\n ", answer.failures()),
                        answer.reasons(),
                        answer.divergences()));
            }
        }
        return proofs.isEmpty()
                ? first.orElseThrow()
                : wanted(authority, proofs, divergences)
                        .resting(first.orElseThrow().divergences());
    }

    /** Each wanted type must be among what verified. */
    static AuthorityResult wanted(Authority authority, List<Proof> proofs, List<String> divergences) {
        List<Proof> counted = new ArrayList<>();
        for (Authority.WantedAttestation wanted : authority.attestations()) {
            String type = PredicateTypes.of(wanted.predicateType());
            List<Proof> found = proofs.stream()
                    .filter(proof -> proof.predicateType().equals(type))
                    .toList();
            if (found.isEmpty()) {
                TreeSet<String> checked = new TreeSet<>(GoText.BY_BYTES);
                proofs.forEach(proof -> checked.add(proof.predicateType()));
                String message = "no matching attestations with type " + wanted.predicateType()
                        + ", checked the following predicateTypes: " + GoText.quote(String.join(",", checked));
                return AuthorityResult.failed(
                        message,
                        List.of(new Reason(
                                "NO_ATTESTATION_OF_TYPE",
                                authority.place(),
                                "the image has verified attestations, and none of this type",
                                String.join(", ", checked),
                                type,
                                "Attest the image with this type too.")),
                        divergences);
            }
            counted.addAll(found);
        }
        List<String> all = new ArrayList<>(divergences);
        counted.forEach(proof -> all.addAll(proof.divergences()));
        return AuthorityResult.matched(
                new AuthorityMatch(authority.name(), evidence(authority, counted)),
                all.stream().distinct().toList());
    }

    private static List<Evidence> evidence(Authority authority, List<Proof> proofs) {
        boolean unlogged =
                authority.ctlog().isPresent() && authority.timestamp().isPresent();
        return proofs.stream()
                .map(Proof::evidence)
                .map(evidence -> evidence.at(authority.place()))
                .map(evidence -> unlogged ? evidence.weakenedBy("rfc3161timestamp instead of ctlog") : evidence)
                .toList();
    }
}
