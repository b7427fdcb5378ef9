package dev.countersign.conformance;

import dev.countersign.crypto.Cryptography;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.source.TrustRoots;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.artifact.ArtifactSigner;
import dev.countersign.verify.artifact.ArtifactVerifier;
import dev.countersign.verify.check.ArtifactDigests;
import dev.countersign.verify.check.CertificateSummary;
import dev.countersign.verify.check.CheckFailure;
import dev.countersign.verify.check.ReadBundle;
import dev.countersign.verify.entity.BundleSigner;
import dev.countersign.verify.entity.MalformedEntityException;
import dev.sigstore.KeylessVerificationException;
import dev.sigstore.KeylessVerifier;
import dev.sigstore.VerificationOptions;
import dev.sigstore.bundle.Bundle;
import dev.sigstore.bundle.BundleParseException;
import dev.sigstore.strings.StringMatcher;
import dev.sigstore.trustroot.SigstoreConfigurationException;
import dev.sigstore.trustroot.SigstoreTrustedRoot;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;

/** Asks Countersign and sigstore-java the same about bundles: by the same trusted root, for the identity that the certificate states. */
final class SecondOpinion {
    private final ArtifactVerifier ours;
    private final KeylessVerifier theirs;

    SecondOpinion(byte[] trustedRoot) throws TrustRootException, SigstoreConfigurationException {
        ours = new ArtifactVerifier(
                TrustRoots.trustedRootJson("trusted_root.json", trustedRoot).material(), Cryptography.bouncyCastle());
        SigstoreTrustedRoot root = SigstoreTrustedRoot.from(new ByteArrayInputStream(trustedRoot));
        try {
            theirs = KeylessVerifier.builder().trustedRootProvider(() -> root).build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has what sigstore-java needs", e);
        }
    }

    /**
     * Where the two differ: {@code ours -> theirs}, each {@code verified} or why not; empty where both verify or both refuse.
     *
     * @param digest of the artifact: {@code sha256:…} or {@code sha512:…}
     */
    Optional<String> difference(byte[] bundle, String digest) {
        Optional<CertificateSummary> who = signer(bundle);
        String own = ours(bundle, digest, who);
        String other = theirs(bundle, digest, who);
        return own.equals("verified") == other.equals("verified") ? Optional.empty() : Optional.of(own + " / " + other);
    }

    /** What both say, for people. */
    boolean isVerifiedByUs(byte[] bundle, String digest) {
        return ours(bundle, digest, signer(bundle)).equals("verified");
    }

    private static Optional<CertificateSummary> signer(byte[] bundle) {
        try {
            return ReadBundle.parse(bundle, Cryptography.bouncyCastle())
                                    .bundle()
                                    .signer()
                            instanceof BundleSigner.Certificate holder
                    ? Optional.of(CertificateSummary.of(holder.certificate()))
                    : Optional.empty();
        } catch (MalformedEntityException | CheckFailure e) {
            return Optional.empty();
        }
    }

    private String ours(byte[] bundle, String digest, Optional<CertificateSummary> who) {
        Verdict verdict = ours.verify(
                bundle,
                ArtifactDigests.parse(digest).orElseThrow(),
                new ArtifactSigner.Identity(
                        who.map(CertificateSummary::subject).orElse(""),
                        who.map(CertificateSummary::issuer).orElse("")));
        return verdict instanceof Verdict.NotVerified refused
                ? refused.reasons().get(0).code()
                : "verified";
    }

    private String theirs(byte[] bundle, String digest, Optional<CertificateSummary> who) {
        VerificationOptions options = who.map(signer -> (VerificationOptions) VerificationOptions.builder()
                        .addCertificateMatchers(VerificationOptions.CertificateMatcher.fulcio()
                                .issuer(StringMatcher.string(signer.issuer()))
                                .subjectAlternativeName(StringMatcher.string(signer.subject()))
                                .build())
                        .build())
                .orElseGet(VerificationOptions::empty);
        try {
            theirs.verify(
                    HexFormat.of().parseHex(digest.substring(digest.indexOf(':') + 1)),
                    Bundle.from(new StringReader(new String(bundle, StandardCharsets.UTF_8))),
                    options);
            return "verified";
        } catch (KeylessVerificationException | BundleParseException e) {
            return head(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName();
        }
    }

    /** Without what is different in each bundle. */
    private static String head(String message) {
        return message.replaceAll("[:(\\n].*", "")
                .replaceAll("[0-9a-f]{16,}|'.*'", "…")
                .replace("|", "/")
                .strip();
    }
}
