package dev.countersign.verify.cosign;

import dev.countersign.crypto.VerificationKey;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Repository;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.verify.ImageName;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdicts;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.attestor.PolicyTrust;
import dev.countersign.verify.attestor.StaticKey;
import dev.countersign.verify.attestor.UndecidableException;
import dev.countersign.verify.cosign.CosignRequirement.SignatureRepository;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What Kyverno reads from an attestor before it looks at an image, in its order (Kyverno spec 8.2): the check with key and trust, and
 * the repository. Immutable but for the check that it remembers; thread-safe.
 *
 * @param <C> what a signature can say
 */
final class PreparedCheck<C> {
    private final CosignRequirement requirement;
    private final SignedContent<C> content;
    private final AtomicReference<@Nullable IssuerCheck<C>> prepared = new AtomicReference<>();

    PreparedCheck(CosignRequirement requirement, SignedContent<C> content) {
        this.requirement = requirement;
        this.content = content;
    }

    /** The check, which is made once where key and trust all stand in the policy. */
    IssuerCheck<C> check(VerificationContext context, Deadline deadline) throws UndecidableException {
        IssuerCheck<C> known = prepared.get();
        if (known != null && known.usesOnly(context.cryptography())) {
            return known;
        }
        Optional<VerificationKey> key = key(context, deadline);
        TrustMaterial trust = AttestorTrust.select(requirement, key.isPresent(), context.trustRoot());
        IssuerCheck<C> check = new IssuerCheck<>(
                trust,
                counted -> new CosignSignatureCheck<>(requirement, key, counted, context.cryptography(), content));
        if (requirement.restsOnPolicyAlone()) {
            prepared.set(check);
        }
        return check;
    }

    /** The static key, if there is one; every part that Kyverno reads before its trust has been looked at then. */
    private Optional<VerificationKey> key(VerificationContext context, Deadline deadline) throws UndecidableException {
        if (requirement.roots() instanceof PolicyTrust.Roots.Malformed) {
            throw new UndecidableException(Verdicts.rejected(
                    "failed to load Root certificates: error creating root cert pool",
                    new Reason(
                            "ROOTS_NOT_LOADED",
                            "",
                            "roots holds no certificate that can be read",
                            "",
                            "PEM blocks BEGIN CERTIFICATE",
                            "Paste the root certificates of the Fulcio that signs.")));
        }
        if (!requirement.badHash().isEmpty()) {
            throw new UndecidableException(Verdicts.rejected(
                    "invalid signature algorithm provided " + requirement.badHash(),
                    new Reason(
                            "UNKNOWN_ALGORITHM",
                            "",
                            "signatureAlgorithm names no hash",
                            requirement.badHash(),
                            "sha224, sha256, sha384 or sha512",
                            "Name one of these.")));
        }
        if (requirement.key().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(StaticKey.load(requirement.key().get(), context, deadline));
    }

    /** Where signatures are looked for; the chain of timestamp authorities, which Kyverno reads after it, has been looked at then. */
    Repository repository(ImageName name) throws UndecidableException {
        Repository repository = statedRepository().orElse(name.repository());
        StampCheck.requireReadable(requirement.timestamps());
        return repository;
    }

    private Optional<Repository> statedRepository() throws UndecidableException {
        if (requirement.repository() instanceof SignatureRepository.Elsewhere elsewhere) {
            return Optional.of(elsewhere.repository());
        }
        if (requirement.repository() instanceof SignatureRepository.Malformed malformed) {
            throw new UndecidableException(Verdicts.rejected(
                    malformed.message(),
                    new Reason(
                            "INVALID_REPOSITORY",
                            "",
                            "repository names no repository",
                            "",
                            "host/path without tag and digest",
                            "Name the repository that holds the signatures.")));
        }
        return Optional.empty();
    }
}
