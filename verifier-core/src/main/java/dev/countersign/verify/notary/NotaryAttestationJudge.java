package dev.countersign.verify.notary;

import dev.countersign.registry.Descriptor;
import dev.countersign.registry.Digest;
import dev.countersign.registry.RegistryException;
import dev.countersign.verify.Attested;
import dev.countersign.verify.Evidence;
import dev.countersign.verify.ImageName.InvalidNameException;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.ImageVerifier;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Statement;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.Verdicts;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.attestor.UndecidableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One attestor over an attestation that refers to the image, and is signed by notation itself (Kyverno spec 8.7). The first
 * referrer of the type decides, as in Kyverno. Immutable and thread-safe.
 *
 * @param type the artifact type that is asked for
 */
record NotaryAttestationJudge(NotaryRequirement requirement, String type, Envelopes envelopes)
        implements ImageVerifier.AttestationJudge {
    /** The number of the divergence: an attestor that trusts nobody proves no attestation. */
    static final String UNPROVEN = "D52";

    @Override
    public List<String> unsupported() {
        return List.of();
    }

    @Override
    public Attested fetch(ImageSubject image, VerificationContext context) {
        try {
            NotationTarget target = NotaryTargets.of(image, "");
            List<Descriptor> referrers = NotationDiscovery.referrers(image, target.repository(), target.digest());
            Optional<Descriptor> found = type.isEmpty()
                    ? Optional.empty()
                    : referrers.stream()
                            .filter(referrer -> referrer.artifactType().equals(type))
                            .findFirst();
            if (found.isEmpty()) {
                throw new UndecidableException(none(image, referrers));
            }
            return attested(image, target, found.get(), context);
        } catch (UndecidableException e) {
            return new Attested.Nothing(e.verdict());
        } catch (InvalidNameException e) {
            return new Attested.Nothing(NotaryTargets.invalid(image, e));
        } catch (RegistryException e) {
            return new Attested.Nothing(Verdicts.undecided(e));
        }
    }

    private Attested attested(
            ImageSubject image, NotationTarget subject, Descriptor referrer, VerificationContext context)
            throws InvalidNameException, RegistryException, UndecidableException {
        Digest digest = Digest.parse(referrer.digest())
                .orElseThrow(() -> new UndecidableException(Verdicts.rejected(
                        "could not parse reference: " + subject.repository() + "@" + referrer.digest(),
                        unreadable(referrer.digest()))));
        List<Evidence> evidence = verify(image, subject, digest, context);
        Statement statement = new ReferrerStatement(image, subject, digest, type).read();
        return new Attested.Statements(List.of(statement), subject.digest().text(), evidence, List.of());
    }

    /** Proves that the referrer is signed by a trusted signer. */
    private List<Evidence> verify(
            ImageSubject image, NotationTarget subject, Digest referrer, VerificationContext context)
            throws InvalidNameException, RegistryException, UndecidableException {
        if (!requirement.statesCertificates()) {
            throw new UndecidableException(NotaryTargets.rejected(
                    "no certificate is stated to verify attestations of type " + type + " with",
                    new Reason(
                            "CERTIFICATES_MISSING",
                            "",
                            "the attestor trusts nobody, so that anybody could have written the attestation",
                            "certificates without cert and certChain",
                            "certificates.cert or certificates.certChain",
                            "State the certificate of the signer, or of whoever issued it."),
                    UNPROVEN));
        }
        if (requirement.malformed().isPresent()) {
            throw new UndecidableException(requirement.malformed().get());
        }
        NotationTarget target = NotationDiscovery.target(image, subject.repository(), referrer);
        Verdict verdict = new NotationVerification(image, requirement.check(), envelopes, context).verify(target);
        if (verdict instanceof Verdict.Verified verified) {
            return verified.evidence();
        }
        throw new UndecidableException((Verdict.NotVerified) verdict);
    }

    private Verdict.Rejected none(ImageSubject image, List<Descriptor> referrers) {
        List<String> types = new ArrayList<>();
        for (Descriptor referrer : referrers) {
            if (!types.contains(referrer.artifactType())) {
                types.add(referrer.artifactType());
            }
        }
        return Verdicts.rejected(
                "no matching attestations found for image " + image.image() + " with type " + type,
                new Reason(
                        "ATTESTATION_MISSING",
                        "",
                        "nothing of this artifact type refers to the image",
                        types.isEmpty() ? "no referrers" : String.join(", ", types),
                        type,
                        "Attach it (oras attach --artifact-type) and sign it with notation, or mend the type."));
    }

    private static Reason unreadable(String found) {
        return new Reason(
                "ATTESTATION_UNREADABLE", "", "the attestation could not be read", found, "", "Attach it again.");
    }
}
