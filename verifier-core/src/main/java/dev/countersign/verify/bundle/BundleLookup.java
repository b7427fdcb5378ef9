package dev.countersign.verify.bundle;

import dev.countersign.crypto.HashAlgorithm;
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
import dev.countersign.verify.bundle.BundleDiscovery.Found;
import dev.countersign.verify.bundle.BundleDiscovery.Outcome;
import dev.countersign.verify.check.BundleIdentity;
import dev.countersign.verify.check.CheckFailure;
import dev.countersign.verify.check.PerIssuer;
import dev.countersign.verify.entity.BundleSigner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * sigstore-go's verification of bundles for policies that are not Kyverno's: everything that counts is handed over, nothing falls back to
 * anything. Thread-safe.
 */
public final class BundleLookup {
    private final BundleDiscovery discovery = new BundleDiscovery();

    /**
     * What is asked of each bundle. Immutable.
     *
     * @param identities whose certificate it must be; any of them is enough
     * @param trust all that counts; no other does
     * @param ignoreTlog whether no log entry is asked for, so that a timestamp must tell the time
     * @param ignoreSct whether no certificate timestamp is asked for
     * @param where the repository that holds the bundles
     */
    public record Question(
            List<BundleIdentity> identities,
            TrustMaterial trust,
            boolean ignoreTlog,
            boolean ignoreSct,
            Repository where) {
        public Question {
            identities = List.copyOf(identities);
        }
    }

    /**
     * A bundle that verified. Immutable.
     *
     * @param predicateType of its statement; empty where it signs no statement
     */
    public record Proof(String predicateType, Evidence evidence) {}

    /**
     * What was found. Immutable.
     *
     * @param proofs what verified
     * @param failures words for what did not
     * @param reasons the same for people
     */
    public record Answer(List<Proof> proofs, List<String> failures, List<Reason> reasons) {
        public Answer {
            proofs = List.copyOf(proofs);
            failures = List.copyOf(failures);
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Looks at the bundles of an image that sign statements.
     *
     * @throws RegistryException when the registry does not say which bundles there are
     */
    public Answer attestations(ImageSubject image, Question question, VerificationContext context)
            throws InvalidNameException, RegistryException {
        Outcome outcome = discovery.bundles(image, question.where(), context.cryptography());
        if (outcome instanceof Outcome.NotFetched failed) {
            throw failed.failure();
        }
        if (outcome instanceof Outcome.Unreadable unreadable) {
            return new Answer(List.of(), List.of(unreadable.message()), List.of());
        }
        List<Proof> proofs = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        List<Reason> reasons = new ArrayList<>();
        for (Found found : ((Outcome.Bundles) outcome).bundles()) {
            if (image.deadline().passed()) {
                failures.add("context deadline exceeded");
                break;
            }
            if (found.bundle().predicateType().isEmpty()) {
                continue;
            }
            try {
                proofs.add(new Proof(found.bundle().predicateType(), verify(found, image, question, context)));
            } catch (CheckFailure e) {
                failures.add(e.getMessage());
                reasons.add(e.reason());
            }
        }
        return new Answer(proofs, failures, reasons);
    }

    private static Evidence verify(Found found, ImageSubject image, Question question, VerificationContext context)
            throws CheckFailure, InvalidNameException, RegistryException {
        TrustMaterial all = trust(found.bundle().bundle().signer(), question.trust());
        if (!question.ignoreSct() && all.ctLogs().isEmpty()) {
            throw BundleCheck.failure(
                    "CT_LOG_UNKNOWN",
                    "failed to verify signed certificate timestamp: only able to verify 0 SCT entries; unable to meet"
                            + " threshold of 1",
                    "",
                    "a CT log in the trust root",
                    "Add the CT log to the trust root.");
        }
        TrustMaterial trust = question.ignoreSct()
                ? new TrustMaterial(
                        all.certificateAuthorities(), all.transparencyLogs(), List.of(), all.timestampAuthorities())
                : all;
        Optional<CheckFailure> failed = Optional.empty();
        for (BundleIdentity identity : question.identities()) {
            BundleCheck check =
                    new BundleCheck(requirement(identity, question), signer(identity), trust, context.cryptography());
            try {
                return check.verify(found, image.digest(), context.now()).evidence();
            } catch (CheckFailure e) {
                failed = Optional.of(e);
            }
        }
        throw failed.orElseThrow();
    }

    /** The trust that counts for the signer; it holds nothing by issuer. */
    private static TrustMaterial trust(BundleSigner signer, TrustMaterial trust) throws CheckFailure {
        PerIssuer<TrustMaterial> counted = PerIssuer.of(trust, UnaryOperator.identity());
        return signer instanceof BundleSigner.Certificate holder ? counted.of(holder.certificate()) : counted.others();
    }

    private static PolicySigner signer(BundleIdentity identity) {
        return new PolicySigner(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(identity), true, List.of());
    }

    private static BundleRequirement requirement(BundleIdentity identity, Question question) {
        return new BundleRequirement(
                new BundleRequirement.Signer.Identity(identity),
                HashAlgorithm.SHA256,
                "",
                new PolicyTrust.Roots.Absent(),
                question.ignoreTlog(),
                new PolicyTrust.LogKeys.Absent(),
                "",
                false,
                new PolicyTrust.LogKeys.Absent(),
                new TimestampTrust.Absent(),
                Optional.empty(),
                "",
                Map.of());
    }
}
