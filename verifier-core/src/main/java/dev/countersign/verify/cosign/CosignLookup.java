package dev.countersign.verify.cosign;

import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.verify.Evidence;
import dev.countersign.verify.ImageName.InvalidNameException;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.Reason;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.attestor.PolicyTrust;
import dev.countersign.verify.attestor.TimestampTrust;
import dev.countersign.verify.check.CheckFailure;
import dev.countersign.verify.check.SignerIdentities;
import dev.countersign.verify.cosign.CosignRequirement.SignatureRepository;
import dev.countersign.verify.cosign.SignatureStore.Layer;
import dev.countersign.verify.cosign.SignatureStore.Outcome;
import dev.countersign.verify.entity.CosignAttestation;
import dev.countersign.verify.entity.CosignSignature;
import dev.countersign.verify.entity.InTotoStatement;
import dev.countersign.verify.entity.MalformedEntityException;
import dev.countersign.verify.entity.SimpleSigningPayload;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * cosign's verification over its own layout for policies that are not Kyverno's: everything that counts is handed over, nothing falls
 * back to anything. What is found says who signed; what that is good for is the caller's business. Thread-safe.
 */
public final class CosignLookup {
    private final CosignDiscovery discovery = new CosignDiscovery();

    /**
     * What is asked of each signature. Immutable.
     *
     * @param key the static key; absent: a certificate
     * @param hash under signatures of a static key
     * @param identities whose certificate it must be
     * @param trust all that counts, of timestamp authorities where a timestamp is asked for; no other does. Of a static key nothing by issuer
     * @param ignoreTlog whether no log entry is asked for
     * @param rekorUrl where an entry would be looked up; only named
     * @param ignoreSct whether no certificate timestamp is asked for
     * @param stamped whether a timestamp of one of the authorities must be there
     * @param withoutTimestamp the number of the divergence by which a signature without timestamp is refused
     * @param where the repository that holds the signatures
     * @param tagPrefix before the tag
     */
    public record Question(
            Optional<VerificationKey> key,
            HashAlgorithm hash,
            Optional<SignerIdentities> identities,
            TrustMaterial trust,
            boolean ignoreTlog,
            String rekorUrl,
            boolean ignoreSct,
            boolean stamped,
            String withoutTimestamp,
            Repository where,
            String tagPrefix) {}

    /**
     * A signature or attestation that verified. Immutable.
     *
     * @param certificate the signer's; absent for a static key
     * @param predicateType of an attestation; empty for a signature
     * @param layer digest of what is signed
     * @param divergences that it rests on
     */
    public record Proof(
            Optional<ParsedCertificate> certificate,
            String predicateType,
            String layer,
            Evidence evidence,
            List<String> divergences) {}

    /**
     * What was found. Immutable.
     *
     * @param any whether there was anything to look at
     * @param proofs what verified
     * @param failures cosign's words for what did not
     * @param reasons the same for people
     * @param divergences that those failures rest on
     * @param undecided whether something could not be read
     */
    public record Answer(
            boolean any,
            List<Proof> proofs,
            List<String> failures,
            List<Reason> reasons,
            List<String> divergences,
            boolean undecided) {
        public Answer {
            proofs = List.copyOf(proofs);
            failures = List.copyOf(failures);
            reasons = List.copyOf(reasons);
            divergences = List.copyOf(divergences);
        }
    }

    /** Looks at the signatures of an image. */
    public Answer signatures(ImageSubject image, Question question, VerificationContext context)
            throws InvalidNameException, RegistryException {
        LayerCheck<SimpleSigningPayload> check = check(question, SignedContent::signature, context);
        Outcome found =
                discovery.tagged(image, question.where(), question.tagPrefix(), CosignDiscovery.Kind.SIGNATURES);
        Looked<SimpleSigningPayload> looked = look(found, image, question, check, context);
        List<Proof> proofs = new ArrayList<>();
        for (VerifiedSignature<SimpleSigningPayload> verified : looked.verified()) {
            proofs.add(new Proof(verified.certificate(), "", "", verified.evidence(), verified.divergences()));
        }
        return answer(found, looked, proofs);
    }

    /** Looks at the attestations of an image. */
    public Answer attestations(ImageSubject image, Question question, VerificationContext context)
            throws InvalidNameException, RegistryException {
        LayerCheck<CosignAttestation> check = check(question, SignedContent::attestation, context);
        Outcome found =
                discovery.tagged(image, question.where(), question.tagPrefix(), CosignDiscovery.Kind.ATTESTATIONS);
        Looked<CosignAttestation> looked = look(found, image, question, check, context);
        List<Proof> proofs = new ArrayList<>();
        for (VerifiedSignature<CosignAttestation> verified : looked.verified()) {
            proofs.add(new Proof(
                    verified.certificate(),
                    predicateType(verified.payload()),
                    "sha256:"
                            + HexFormat.of()
                                    .formatHex(HashAlgorithm.SHA256.digest(
                                            verified.payload().layer().payload())),
                    verified.evidence(),
                    verified.divergences()));
        }
        return answer(found, looked, proofs);
    }

    private static String predicateType(CosignAttestation attestation) {
        try {
            return InTotoStatement.orWithTextPredicate(attestation.envelope().payload())
                    .predicateType();
        } catch (MalformedEntityException e) {
            return "";
        }
    }

    private static <C> LayerCheck<C> check(Question question, SignedContent<C> content, VerificationContext context) {
        TrustMaterial trust = question.key().isPresent() ? question.trust().others() : question.trust();
        return new IssuerCheck<>(
                trust,
                counted -> new CosignSignatureCheck<>(
                        requirement(question, counted),
                        question.key(),
                        counted,
                        context.cryptography(),
                        content,
                        question.identities()));
    }

    private static CosignRequirement requirement(Question question, TrustMaterial trust) {
        TimestampTrust timestamps = question.stamped()
                ? new TimestampTrust.Stated(trust.timestampAuthorities(), false)
                : new TimestampTrust.Absent();
        return new CosignRequirement(
                Optional.empty(),
                question.hash(),
                "",
                new PolicyTrust.Roots.Absent(),
                Optional.empty(),
                question.ignoreTlog(),
                question.rekorUrl(),
                new PolicyTrust.LogKeys.Absent(),
                question.ignoreSct(),
                new PolicyTrust.LogKeys.Absent(),
                timestamps,
                false,
                new SignatureRepository.BesideImage(),
                Map.of());
    }

    private static <C> Looked<C> look(
            Outcome found, ImageSubject image, Question question, LayerCheck<C> check, VerificationContext context)
            throws InvalidNameException, RegistryException {
        if (found instanceof Outcome.Unreadable unreadable) {
            return Looked.unreadable(unreadable.message());
        }
        LayerCheck<C> stamped = (signature, digest, now) -> {
            requireCertificate(question, signature);
            VerifiedSignature<C> verified = check.verify(signature, digest, now);
            requireTimestamp(question, signature);
            return verified;
        };
        List<Layer> layers = ((Outcome.Layers) found).layers();
        return Looked.at(layers, stamped, image.digest(), context.now(), image.deadline());
    }

    /** What must be logged needs the signer's key first. */
    private static void requireCertificate(Question question, CosignSignature signature) throws CheckFailure {
        if (question.key().isEmpty()
                && !question.ignoreTlog()
                && signature.certificate().isEmpty()) {
            throw new CheckFailure(
                    "nil certificate provided",
                    new Reason(
                            "NO_CERTIFICATE",
                            "",
                            "the signature brings no certificate; it was made with a key",
                            "",
                            "a keyless signature",
                            "Sign keyless, or state the signer's public key."));
        }
    }

    private static void requireTimestamp(Question question, CosignSignature signature) throws CheckFailure {
        if (question.stamped() && signature.timestamp().isEmpty()) {
            throw new CheckFailure(
                    "signature without timestamp",
                    new Reason(
                            "TIMESTAMP_MISSING",
                            "",
                            "the policy asks for a timestamp, and the signature brings none",
                            "",
                            "a timestamp of one of the policy's authorities",
                            "Sign with a timestamp authority (cosign sign --timestamp-server-url)."),
                    question.withoutTimestamp());
        }
    }

    private static Answer answer(Outcome found, Looked<?> looked, List<Proof> proofs) {
        boolean any =
                !(found instanceof Outcome.Layers layers) || !layers.layers().isEmpty();
        return new Answer(any, proofs, looked.failures(), looked.reasons(), looked.divergences(), looked.undecided());
    }
}
