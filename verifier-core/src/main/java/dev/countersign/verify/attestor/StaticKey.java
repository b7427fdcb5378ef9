package dev.countersign.verify.attestor;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.registry.Deadline;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.Origin;
import dev.countersign.trust.ValidityWindow;
import dev.countersign.verify.KeyResolutionException;
import dev.countersign.verify.KeyResolver;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.Verdicts;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.check.CertificateChain;
import dev.countersign.verify.check.CheckFailure;
import dev.countersign.verify.check.EmbeddedScts;
import java.util.List;
import java.util.Objects;

/** Turns the source of a static key into the key, when an image is verified. */
public final class StaticKey {
    private StaticKey() {}

    /**
     * The key.
     *
     * @param deadline of the whole request
     * @throws UndecidableException when there is none, with Kyverno's text
     */
    public static VerificationKey load(KeySource source, VerificationContext context, Deadline deadline)
            throws UndecidableException {
        KeySource found = source;
        if (source instanceof KeySource.InSecret secret) {
            found = secret.read(context.cluster());
        } else if (source instanceof KeySource.InKeyManagement managed) {
            found = resolve(managed, context.keyResolver(), deadline);
        }
        if (found instanceof KeySource.Known known) {
            return known.key();
        }
        if (found instanceof KeySource.OfCertificate certificate) {
            return certificate.key();
        }
        if (found instanceof KeySource.OfChainedCertificate chained) {
            throw new UndecidableException(refusal(chained, context.cryptography()));
        }
        if (found instanceof KeySource.Broken broken) {
            throw new UndecidableException(
                    broken.isOpen()
                            ? new Verdict.Indeterminate(
                                    broken.message(), List.of(broken.reason()), broken.unreachable(), List.of())
                            : Verdicts.rejected(broken.message(), broken.reason()));
        }
        throw new IllegalStateException("a source of keys that leads to another: " + found);
    }

    /**
     * Kyverno checks the certificate against its chain before it knows any CT log, so that a certificate without a promise lacks one,
     * and one with a promise lacks the log: this combination verifies nothing (measured 22, 85).
     */
    private static Verdict.NotVerified refusal(KeySource.OfChainedCertificate chained, Cryptography cryptography) {
        CertificateAuthority root = new CertificateAuthority(
                List.of(chained.chain().get(chained.chain().size() - 1)),
                List.of(),
                ValidityWindow.ALWAYS,
                new Origin("certChain"));
        try {
            new EmbeddedScts(cryptography, List.of())
                    .verify(new CertificateChain(cryptography, List.of(root))
                            .verify(
                                    chained.certificate(),
                                    chained.chain().subList(0, chained.chain().size() - 1)));
        } catch (CheckFailure e) {
            Reason reason = e.reason();
            return Verdicts.rejected(
                    "failed to load validate certificate chain: " + e.getMessage(),
                    new Reason(
                            reason.code(),
                            reason.place(),
                            "cert beside certChain verifies nothing, in Kyverno neither: " + reason.message(),
                            reason.found(),
                            reason.expected(),
                            "State cert alone, for exactly this certificate's key, or certChain alone, for every"
                                    + " certificate below it."));
        }
        throw new IllegalStateException("a promise verified without any log");
    }

    private static KeySource resolve(KeySource.InKeyManagement managed, KeyResolver resolver, Deadline deadline) {
        String reference = managed.reference();
        if (deadline.passed()) {
            return unreachable(reference, "context deadline exceeded");
        }
        String answer;
        try {
            answer = Objects.requireNonNull(resolver.publicKey(reference, deadline));
        } catch (KeyResolutionException e) {
            return switch (e.kind()) {
                case NO_RESOLVER ->
                    new KeySource.Broken(
                            text(reference, e.getMessage()),
                            new Reason(
                                    "NO_KEY_RESOLVER",
                                    "",
                                    "the key is in a key management system, and this process has no way to ask it",
                                    reference,
                                    "a public key in PEM",
                                    "Give the engine a KeyResolver (ImageVerificationEngine.Builder.keyResolver), or write"
                                            + " the public key into the policy."),
                            false,
                            true);
                case NOT_FOUND ->
                    new KeySource.Broken(
                            text(reference, e.getMessage()),
                            notLoaded(reference, "there is no such key"),
                            false,
                            false);
                case REFUSED ->
                    new KeySource.Broken(
                            text(reference, e.getMessage()),
                            notLoaded(reference, "the key management system refused to give the key"),
                            false,
                            true);
                case UNREACHABLE -> unreachable(reference, e.getMessage());
            };
        } catch (RuntimeException e) {
            return new KeySource.Broken(
                    text(reference, "the key resolver failed: " + e.getClass().getName()),
                    notLoaded(reference, "the key resolver failed"),
                    false,
                    true);
        }
        return deadline.passed() ? unreachable(reference, "context deadline exceeded") : read(managed, answer);
    }

    private static KeySource read(KeySource.InKeyManagement managed, String answer) {
        String reference = managed.reference();
        HashAlgorithm hash = managed.hash();
        try {
            if (answer.length() > KeyResolver.MAX_ANSWER) {
                throw new CryptographyException("more than " + KeyResolver.MAX_ANSWER + " characters");
            }
            VerificationKey key = VerificationKey.fromPem(answer);
            key.requireVerifier(hash);
            return new KeySource.Known(key);
        } catch (CryptographyException e) {
            return new KeySource.Broken(
                    text(reference, String.valueOf(e.getMessage())),
                    notLoaded(reference, "the key resolver answered with no public key for " + hash.policyName()),
                    false,
                    true);
        }
    }

    private static KeySource unreachable(String reference, String cause) {
        return new KeySource.Broken(
                text(reference, cause),
                new Reason(
                        "KEY_MANAGEMENT_UNREACHABLE",
                        "",
                        "the key management system that holds the key did not answer",
                        reference,
                        "",
                        "Try again when it answers."),
                true,
                true);
    }

    private static String text(String reference, String cause) {
        return "failed to load public key from " + reference + ": " + cause;
    }

    private static Reason notLoaded(String reference, String message) {
        return new Reason(
                "KEY_NOT_LOADED",
                "",
                message,
                reference,
                "one PEM block BEGIN PUBLIC KEY",
                "Mend the name of the key, or the resolver's login and answer.");
    }
}
