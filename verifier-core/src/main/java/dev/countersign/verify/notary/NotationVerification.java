package dev.countersign.verify.notary;

import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.document.GoText;
import dev.countersign.registry.Descriptor;
import dev.countersign.registry.Digest;
import dev.countersign.registry.RegistryException;
import dev.countersign.verify.Evidence;
import dev.countersign.verify.ImageName.InvalidNameException;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.check.CheckFailure;
import dev.countersign.verify.entity.NotationSignature;
import dev.countersign.verify.notary.NotationDiscovery.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for a notation signature of a manifest that verifies: one after the other in the registry's order, the first that does
 * decides (signature-verification.md 7.3, several signatures).
 */
final class NotationVerification {
    /** How many signatures of one manifest are tried (CVE-2023-33957). */
    static final int MAX_ATTEMPTS = 10;

    private final ImageSubject image;
    private final NotationCheck check;
    private final Envelopes envelopes;
    private final VerificationContext context;

    NotationVerification(ImageSubject image, NotationCheck check, Envelopes envelopes, VerificationContext context) {
        this.image = image;
        this.check = check;
        this.envelopes = envelopes;
        this.context = context;
    }

    /**
     * The verdict on a manifest, with notation's words.
     *
     * @throws RegistryException when the registry does not say what refers to the manifest
     */
    Verdict verify(NotationTarget target) throws InvalidNameException, RegistryException {
        List<Descriptor> referrers = NotationDiscovery.referrers(image, target.repository(), target.digest());
        List<Descriptor> signatures = referrers.stream()
                .filter(referrer -> referrer.artifactType().equals(NotationDiscovery.SIGNATURE))
                .toList();
        if (signatures.isEmpty()) {
            return rejected(
                    "no signature is associated with \"" + target.reference()
                            + "\", make sure the artifact was signed successfully",
                    OtherFormats.hint(image, target, referrers));
        }
        List<String> failures = new ArrayList<>(List.of("signature verification failed"));
        List<Reason> reasons = new ArrayList<>();
        List<String> divergences = new ArrayList<>();
        for (Descriptor signature : signatures.subList(0, Math.min(signatures.size(), MAX_ATTEMPTS))) {
            if (image.deadline().passed()) {
                return outOfTime(reasons, divergences);
            }
            Stored stored = fetch(target, signature);
            if (stored instanceof Stored.Broken broken) {
                return unreadable(target, signature, broken, reasons, divergences);
            }
            try {
                return verified(target, signature, (Stored.Layer) stored);
            } catch (CheckFailure e) {
                failures.add("failed to verify signature with digest " + signature.digest() + ", " + e.getMessage());
                reasons.add(e.reason());
                e.divergence().ifPresent(divergences::add);
            }
        }
        if (signatures.size() >= MAX_ATTEMPTS) {
            reasons.add(
                    0,
                    new Reason(
                            "TOO_MANY_SIGNATURES",
                            "",
                            "none of the first signatures counts, and no more are tried",
                            signatures.size() + " signatures",
                            "a signature that counts among the first " + MAX_ATTEMPTS,
                            "Remove signatures that nobody needs from the registry."));
            return new Verdict.Rejected(
                    "signature evaluation stopped. The configured limit of " + MAX_ATTEMPTS
                            + " signatures to verify per artifact exceeded",
                    reasons,
                    divergences);
        }
        return new Verdict.Rejected(String.join("\n", failures), reasons, divergences);
    }

    private Stored fetch(NotationTarget target, Descriptor signature) throws InvalidNameException {
        Optional<Digest> manifest = Digest.parse(signature.digest());
        return manifest.isEmpty()
                ? new Stored.Broken(
                        "could not parse reference: " + target.repository() + "@" + signature.digest(),
                        false,
                        List.of())
                : NotationDiscovery.envelope(image, target.repository(), manifest.get());
    }

    private Verdict.Verified verified(NotationTarget target, Descriptor descriptor, Stored.Layer layer)
            throws CheckFailure {
        String foundAt = target.repository() + "@" + descriptor.digest();
        NotationSignature signature;
        try {
            signature = check.verify(envelopes.read(layer, foundAt), target, context.now(), context.cryptography());
        } catch (CheckFailure e) {
            throw NotationDiscovery.isCompressed(layer.bytes()) ? e.resting(NotationDiscovery.AS_STATED) : e;
        }
        ParsedCertificate signer = signature.chain().get(0);
        return new Verdict.Verified(
                target.digest().text(),
                List.of(new Evidence(
                        "",
                        target.digest().text(),
                        signer.subject() + " by " + signer.issuer(),
                        foundAt,
                        signature.signingTime().map(time -> time.instant()),
                        "signer's claim",
                        "",
                        List.of(),
                        List.of())),
                List.of());
    }

    /** One signature that cannot be read ends the search, as in notation: whether it would have counted is not known. */
    private static Verdict unreadable(
            NotationTarget target,
            Descriptor signature,
            Stored.Broken broken,
            List<Reason> earlier,
            List<String> divergences) {
        List<Reason> reasons = new ArrayList<>();
        reasons.add(new Reason(
                broken.undecided() ? "REGISTRY_FAILED" : "SIGNATURE_UNREADABLE",
                "",
                "a signature of the image could not be read",
                broken.message(),
                "a manifest whose first layer is an envelope of at most " + NotationDiscovery.MAX_BLOB_BYTES + " bytes",
                broken.undecided()
                        ? "Try again when the registry answers."
                        : "Remove the signature from the registry, and sign the image again."));
        reasons.addAll(earlier);
        List<String> numbers = new ArrayList<>(divergences);
        numbers.addAll(broken.divergences());
        String message = "unable to retrieve digital signature with digest " + GoText.quote(signature.digest())
                + " associated with " + GoText.quote(target.reference()) + " from the Repository, error : "
                + broken.message();
        return broken.undecided()
                ? new Verdict.Indeterminate(message, reasons, false, numbers)
                : new Verdict.Rejected(message, reasons, numbers);
    }

    private static Verdict outOfTime(List<Reason> earlier, List<String> divergences) {
        List<Reason> reasons = new ArrayList<>(earlier);
        reasons.add(new Reason(
                "OUT_OF_TIME",
                "",
                "the request's time was over before every signature was looked at",
                "",
                "",
                "Remove signatures that nobody needs, or state a longer webhookTimeoutSeconds."));
        return new Verdict.Indeterminate("context deadline exceeded", reasons, false, divergences);
    }

    private static Verdict.Rejected rejected(String message, Reason reason) {
        return new Verdict.Rejected(message, List.of(reason), List.of());
    }
}
