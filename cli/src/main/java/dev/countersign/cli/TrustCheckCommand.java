package dev.countersign.cli;

import dev.countersign.cluster.manifests.ManifestCluster;
import dev.countersign.crypto.Cryptography;
import dev.countersign.image.ImageReference;
import dev.countersign.image.ImageReferenceException;
import dev.countersign.image.ReferenceDefaults;
import dev.countersign.registry.RegistryException;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.inventory.SigningChecks;
import dev.countersign.trust.inventory.TrustChecks;
import dev.countersign.trust.inventory.TrustFinding;
import dev.countersign.trust.inventory.TrustFinding.Severity;
import dev.countersign.trust.source.SigningConfig;
import dev.countersign.trust.source.TrustRoots;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.inventory.ImageTrust;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what is wrong with trust, what ends soon, and what is missing for an image. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Checks trust. Exit status 1 on an error, 2 where the source cannot be read.")
final class TrustCheckCommand implements Callable<Integer> {
    private static final Duration REGISTRY_TIME = Duration.ofSeconds(30);

    private final PrintStream out;
    private final PrintStream err;
    private final Clock clock;

    @Mixin
    final TrustSources sources;

    @Option(
            names = "--signing-config",
            paramLabel = "FILE",
            description = "A signing_config.json: will what is signed by it from now on verify?")
    @Nullable
    Path signingConfig;

    @Option(names = "--image", paramLabel = "REF", description = "An image that the trust must suffice for.")
    @Nullable
    String image;

    @Option(
            names = "--registry-layout",
            paramLabel = "DIR|HOST=DIR",
            description =
                    "Instead of the network: a tree of OCI layouts, or one layout tree for a host; may be repeated.")
    List<String> layouts = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (the default) or json.")
    String format = "text";

    @Option(names = "--strict", description = "Warnings count as errors.")
    boolean strict;

    TrustCheckCommand(PrintStream out, PrintStream err, Clock clock, TrustSources sources) {
        this.out = out;
        this.err = err;
        this.clock = clock;
        this.sources = sources;
    }

    @Override
    public Integer call() {
        try {
            String chosen = OutputFormat.of(format, List.of("text", "json"));
            List<TrustFinding> findings = findings(sources.read(), clock.instant());
            out.print(chosen.equals("json") ? TrustJson.findings(findings) + "\n" : text(findings));
            boolean bad = findings.stream()
                    .anyMatch(finding ->
                            finding.severity() == Severity.ERROR || strict && finding.severity() == Severity.WARNING);
            return bad ? ExitStatus.FAILED : ExitStatus.OK;
        } catch (InputException | IllegalArgumentException e) {
            return ErrorLine.unreadable(err, e.getMessage());
        } catch (RegistryException e) {
            return ErrorLine.unreadable(err, "--registry-layout: " + e.getMessage());
        } catch (ImageReferenceException e) {
            return ErrorLine.unreadable(err, "--image: " + e.getMessage());
        }
    }

    private List<TrustFinding> findings(TrustSources.Read read, Instant now)
            throws InputException, RegistryException, ImageReferenceException {
        if (image == null && !layouts.isEmpty()) {
            throw new InputException("--registry-layout goes with --image");
        }
        Cryptography cryptography = Cryptography.bouncyCastle();
        List<TrustFinding> findings = new ArrayList<>(read.findings());
        for (TrustSources.Trust trust : read.trusts()) {
            trust.problem()
                    .ifPresent(problem -> findings.add(new TrustFinding(
                            "SOURCE_NOT_CURRENT",
                            Severity.WARNING,
                            "the source",
                            "the source cannot be read, so that its last good state counts",
                            problem,
                            "Mend the source")));
            findings.addAll(TrustChecks.check(trust.material(), trust.whole(), now, cryptography));
        }
        if (signingConfig != null) {
            findings.addAll(SigningChecks.check(signingConfig(signingConfig), read.only("--signing-config"), now));
        }
        if (image != null) {
            TrustRoot root = TrustRoots.of(read.only("--image"));
            findings.addAll(ImageTrust.check(
                    ImageReference.parse(image, ReferenceDefaults.KYVERNO).normalForm(),
                    RegistryChoice.of(layouts),
                    REGISTRY_TIME,
                    new VerificationContext(cryptography, root, ManifestCluster.of(List.of()), now)));
        }
        return findings.stream().distinct().toList();
    }

    private static SigningConfig signingConfig(Path file) throws InputException {
        try {
            return SigningConfig.read(file);
        } catch (TrustRootException e) {
            throw new InputException("--signing-config: " + e.getMessage());
        }
    }

    private static String text(List<TrustFinding> findings) {
        StringBuilder text = new StringBuilder();
        for (TrustFinding finding : findings) {
            text.append(finding.severity().name().toLowerCase(Locale.ROOT))
                    .append(' ')
                    .append(finding.code())
                    .append(": ")
                    .append(finding.piece())
                    .append(": ")
                    .append(finding.message())
                    .append('\n');
            if (!finding.found().isEmpty()) {
                text.append("  found: ").append(finding.found()).append('\n');
            }
            if (!finding.remedy().isEmpty()) {
                text.append("  remedy: ").append(finding.remedy()).append('\n');
            }
        }
        return text.append(count(findings, Severity.ERROR))
                .append(" errors, ")
                .append(count(findings, Severity.WARNING))
                .append(" warnings\n")
                .toString();
    }

    private static long count(List<TrustFinding> findings, Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }
}
