package dev.countersign.verify.cosign;

import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.expression.value.GoText;
import dev.countersign.registry.Digest;
import dev.countersign.verify.Attested;
import dev.countersign.verify.Evidence;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Statement;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.Verdicts;
import dev.countersign.verify.check.CertificateIdentity;
import dev.countersign.verify.check.CertificateIdentity.Mismatch;
import dev.countersign.verify.entity.CosignAttestation;
import dev.countersign.verify.entity.GoMap;
import dev.countersign.verify.entity.MalformedEntityException;
import dev.countersign.verify.entity.SimpleSigningPayload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What Kyverno asks of an image's verified attestations (Kyverno spec 8.5): every one of the wanted type must be by the identity that is
 * asked for. Those of other types may be by anybody, and are handed on. Immutable.
 *
 * <p>Stricter than Kyverno in two points. What stands in an envelope outside of the signed payload counts for nothing (divergence D23):
 * Kyverno takes annotations and a digest from there, and reads the statement from another member than the one that is signed. And an
 * attestation that the registry fails to deliver leaves the answer open (D25), because conditions must hold for every one of a type.
 */
final class AttestationMatch {
    /** The number of the divergence: only what is signed counts. */
    static final String UNSIGNED = "D23";

    /** The number of the divergence: every attestation must have been read. */
    static final String UNREAD = "D25";

    private final CosignRequirement requirement;
    private final String type;
    private final Optional<CertificateIdentity> identity;

    /**
     * What an attestor asks.
     *
     * @param type the predicate type
     */
    AttestationMatch(CosignRequirement requirement, String type) {
        this.requirement = requirement;
        this.type = type;
        this.identity = requirement.identity().filter(asked -> !asked.acceptsEverybody());
    }

    /** The statements of attestations of which at least one verified; nothing where one of them will not do. */
    Attested among(Looked<CosignAttestation> looked, Digest digest) {
        try {
            return statements(looked, digest);
        } catch (Refused e) {
            return new Attested.Nothing(looked.beside(e.verdict()));
        }
    }

    private Attested statements(Looked<CosignAttestation> looked, Digest digest) throws Refused {
        List<SimpleSigningPayload> claims = new ArrayList<>();
        for (VerifiedSignature<CosignAttestation> verified : looked.verified()) {
            claims.add(claim(verified.payload()));
        }
        List<Statement> statements = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        Set<String> divergences = new LinkedHashSet<>();
        for (VerifiedSignature<CosignAttestation> verified : looked.verified()) {
            Statement statement = statement(verified.payload());
            if (statement.type().equals(type)) {
                requireIdentity(verified);
            }
            statements.add(statement);
            evidence.add(verified.evidence());
            divergences.addAll(verified.divergences());
        }
        requireNoAnnotations(claims);
        String claimed = claims.get(claims.size() - 1).digest();
        if (!claimed.isEmpty() && !claimed.equals(digest.text())) {
            divergences.add(UNSIGNED);
        }
        if (looked.undecided()) {
            Verdict.NotVerified open = looked.refusal("");
            List<String> numbers = new ArrayList<>(open.divergences());
            numbers.add(UNREAD);
            return new Attested.Nothing(new Verdict.Indeterminate(open.message(), open.reasons(), false, numbers));
        }
        return new Attested.Statements(
                statements, claimed.equals(digest.text()) ? claimed : "", evidence, List.copyOf(divergences));
    }

    /** Kyverno reads every envelope as if it were the payload of a signature, and fails where it cannot. */
    private static SimpleSigningPayload claim(CosignAttestation attestation) throws Refused {
        return attestation
                .around()
                .claim()
                .orElseThrow(() -> new Refused(
                        "error decoding the payload: " + attestation.around().claimFault(),
                        new Reason(
                                "ENVELOPE_UNREADABLE",
                                "",
                                "the envelope of an attestation holds something that Kyverno cannot read",
                                attestation.around().claimFault(),
                                "",
                                "Attest the image again with cosign.")));
    }

    private static Statement statement(CosignAttestation attestation) throws Refused {
        if (attestation.around().payload() != CosignAttestation.ExactPayload.SIGNED) {
            boolean other = attestation.around().payload() == CosignAttestation.ExactPayload.OTHER;
            throw new Refused(new Verdict.Rejected(
                    "failed to decode type: " + (other ? "another payload than the signed one" : "missing payload")
                            + " in " + envelope(attestation),
                    List.of(new Reason(
                            "PAYLOAD_NOT_SIGNED",
                            "",
                            "the envelope's signature is over another member than the one named payload",
                            "at " + attestation.foundAt(),
                            "one member payload, which is signed",
                            "Remove this attestation: somebody may have altered it.")),
                    other ? List.of(UNSIGNED) : List.of()));
        }
        try {
            return StatementDocument.of(attestation.envelope().payload());
        } catch (MalformedEntityException e) {
            throw new Refused(
                    "failed to decode type: failed to decode statement " + raw(attestation) + ": " + e.getMessage(),
                    new Reason(
                            "STATEMENT_UNREADABLE",
                            "",
                            "the signature holds, but Kyverno cannot read the statement",
                            String.valueOf(e.getMessage()),
                            "",
                            "Attest the image again with cosign."));
        }
    }

    /** The envelope as Go prints a map. */
    private static String envelope(CosignAttestation attestation) {
        try {
            return GoText.print(GoMap.object(attestation.layer().payload()));
        } catch (MalformedEntityException e) {
            return raw(attestation);
        }
    }

    private static String raw(CosignAttestation attestation) {
        return new String(attestation.layer().payload(), StandardCharsets.UTF_8);
    }

    private void requireIdentity(VerifiedSignature<CosignAttestation> verified) throws Refused {
        Optional<ParsedCertificate> certificate = verified.certificate();
        if (identity.isEmpty()) {
            return;
        }
        Optional<Mismatch> mismatch = certificate.isEmpty()
                ? Optional.of(SignerMatch.withoutCertificate())
                : identity.get().mismatch(certificate.get());
        if (mismatch.isPresent()) {
            throw new Refused(new Verdict.Rejected(
                    mismatch.get().message(),
                    List.of(mismatch.get().reason()),
                    mismatch.get().divergence().stream().toList()));
        }
    }

    /** A statement has no annotations, so that it can have none of those that are asked for. */
    private void requireNoAnnotations(List<SimpleSigningPayload> claims) throws Refused {
        if (requirement.annotations().isEmpty()) {
            return;
        }
        boolean unsigned = claims.stream().anyMatch(claim -> claim.annotations()
                .entrySet()
                .containsAll(requirement.annotations().entrySet()));
        throw new Refused(new Verdict.Rejected(
                "no signature matched the required annotations",
                List.of(
                        new Reason(
                                "ANNOTATIONS_MISMATCH",
                                "",
                                "annotations are asked of an attestation, which has none",
                                unsigned ? "annotations in the envelope, which nobody signed" : "",
                                requirement.annotations().toString(),
                                "Remove annotations from the attestation's attestor and from its entry; ask with conditions instead.")),
                unsigned ? List.of(UNSIGNED) : List.of()));
    }

    /** One attestation will not do, so that none counts. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Verdict.Rejected verdict;

        Refused(Verdict.Rejected verdict) {
            super(verdict.message());
            this.verdict = verdict;
        }

        Refused(String message, Reason reason) {
            this(Verdicts.rejected(message, reason));
        }

        Verdict.Rejected verdict() {
            return verdict;
        }
    }
}
