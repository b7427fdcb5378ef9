package dev.countersign.cli;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.trust.TrustSnapshot;
import dev.countersign.verify.Evidence;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.artifact.ArtifactSigner;
import dev.countersign.verify.artifact.ArtifactVerifier;
import dev.countersign.verify.check.ArtifactDigests;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies the Sigstore bundle of a file: the verifying half of the client protocol of the public Sigstore conformance suite. */
@Command(
        name = "verify-bundle",
        mixinStandardHelpOptions = true,
        description =
                "Verifies the Sigstore bundle of an artifact. Exits with 0 when it is verified, 1 when it is not, 2 when it"
                        + " cannot be tried.")
final class VerifyBundleCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE|sha256:DIGEST",
            description = "The artifact, or its digest: sha256:, sha384: or sha512: and hexadecimal digits.")
    @Nullable
    String artifact;

    @Option(names = "--bundle", paramLabel = "FILE", description = "The bundle: *.sigstore.json.")
    @Nullable
    Path bundle;

    /** Whom to trust. */
    @Mixin
    final TrustOptions trust;

    @Option(names = "--key", paramLabel = "FILE", description = "The signer's public key, as PEM.")
    @Nullable
    Path key;

    @Option(
            names = "--certificate-identity",
            paramLabel = "ID",
            description = "The signer's name in the certificate, exactly.")
    @Nullable
    String identity;

    @Option(
            names = "--certificate-oidc-issuer",
            paramLabel = "URL",
            description = "Who authenticated the signer, exactly.")
    @Nullable
    String issuer;

    VerifyBundleCommand(PrintStream out, PrintStream err, TrustOptions trust) {
        this.out = out;
        this.err = err;
        this.trust = trust;
    }

    @Override
    public Integer call() {
        try {
            ArtifactSigner signer = signer();
            byte[] json = bytes("--bundle", require(bundle, "--bundle FILE"), ArtifactVerifier.MAX_BUNDLE_BYTES + 1);
            ArtifactDigests digests = digests(require(artifact, "the artifact, FILE or sha256:DIGEST,"));
            return report(verifier().verify(json, digests, signer));
        } catch (InputException e) {
            return ErrorLine.unreadable(err, e.getMessage());
        }
    }

    private ArtifactSigner signer() throws InputException {
        boolean named = identity != null || issuer != null;
        if (key != null) {
            if (named) {
                throw new InputException(
                        "--key and --certificate-identity exclude each other: state who must have signed");
            }
            try {
                byte[] pem = bytes("--key", key, VerificationKey.MAX_BYTES);
                return new ArtifactSigner.Key(VerificationKey.fromPem(new String(pem, StandardCharsets.UTF_8)));
            } catch (CryptographyException e) {
                throw new InputException("--key: " + key + " is no public key as PEM: " + e.getMessage());
            }
        }
        if (identity == null || identity.isEmpty() || issuer == null || issuer.isEmpty()) {
            throw new InputException(
                    "state who must have signed: --key FILE, or both --certificate-identity ID and --certificate-oidc-issuer"
                            + " URL");
        }
        return new ArtifactSigner.Identity(identity, issuer);
    }

    private ArtifactVerifier verifier() throws InputException {
        TrustOptions.Chosen chosen = trust.chosen()
                .orElseThrow(
                        () -> new InputException(
                                "no trust is given: " + TrustOptions.NAMES
                                        + "; no trust root is built in, not even that of the public Sigstore, and nobody is asked for one"));
        TrustSnapshot snapshot = chosen.read();
        snapshot.problem().ifPresent(problem -> err.println("Note: the last good trust counts: " + problem));
        return new ArtifactVerifier(snapshot.material(), Cryptography.bouncyCastle());
    }

    private static ArtifactDigests digests(String artifact) throws InputException {
        Optional<ArtifactDigests> digest = ArtifactDigests.parse(artifact);
        if (digest.isPresent()) {
            return digest.get();
        }
        try (InputStream in = Files.newInputStream(Path.of(artifact))) {
            return ArtifactDigests.of(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new InputException(
                    "the artifact cannot be read: " + why(e) + "; give a file, or sha256: and 64 hexadecimal digits");
        }
    }

    private static byte[] bytes(String option, Path file, int atMost) throws InputException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(atMost);
        } catch (IOException e) {
            throw new InputException(option + " cannot be read: " + why(e));
        }
    }

    private static String why(Exception problem) {
        return problem instanceof NoSuchFileException
                ? problem.getMessage() + " does not exist"
                : String.valueOf(problem.getMessage());
    }

    private static <T> T require(@Nullable T value, String what) throws InputException {
        if (value == null) {
            throw new InputException(what + " is missing");
        }
        return value;
    }

    private int report(Verdict verdict) {
        if (verdict instanceof Verdict.Verified verified) {
            out.println("verified: " + verified.digest());
            for (Evidence evidence : verified.evidence()) {
                out.println("  signer: " + evidence.signer());
                out.println("  log: " + evidence.log());
                evidence.time().ifPresent(at -> out.println("  time: " + at + " (" + evidence.timeSource() + ")"));
                evidence.ctLogs().forEach(log -> out.println("  ct log: " + log));
            }
            return ExitStatus.OK;
        }
        Verdict.NotVerified refused = (Verdict.NotVerified) verdict;
        err.println("not verified: " + refused.message());
        for (Reason reason : refused.reasons()) {
            line("why", reason.message());
            line("found", reason.found());
            line("expected", reason.expected());
            line("to do", reason.remedy());
        }
        return ExitStatus.FAILED;
    }

    private void line(String name, String text) {
        if (!text.isEmpty()) {
            err.println("  " + name + ": " + text.replace("\n", " "));
        }
    }
}
