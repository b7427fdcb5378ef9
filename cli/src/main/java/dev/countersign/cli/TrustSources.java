package dev.countersign.cli;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.Issue;
import dev.countersign.policy.Policy;
import dev.countersign.policy.sigstore.ClusterImagePolicy;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustSnapshot;
import dev.countersign.trust.inventory.TrustFinding;
import dev.countersign.trust.resource.ResourceTrust;
import dev.countersign.trust.resource.TrustRootResource;
import dev.countersign.trust.source.Refresh;
import dev.countersign.trust.source.TrustRoots;
import dev.countersign.verify.inventory.NamedTrust;
import dev.countersign.verify.inventory.StatedTrust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Where the trust comes from: what {@code trust show} and {@code trust check} share. */
final class TrustSources {
    @Parameters(
            paramLabel = "SOURCE",
            arity = "0..1",
            description =
                    "A trusted_root.json, a folder of PEM files (fulcio*, rekor*, ctfe*, tsa*), or a .yaml file of"
                            + " policies, ClusterImagePolicies and TrustRoots.")
    @Nullable
    Path source;

    @Mixin
    final TrustOptions options;

    TrustSources(TrustOptions options) {
        this.options = options;
    }

    /**
     * One trust that was read.
     *
     * @param whole whether it counts by itself, as a TrustRoot does, or only for the attestor that states it
     * @param problem why the source says nothing newer
     */
    record Trust(TrustMaterial material, boolean whole, Optional<String> problem) {}

    /**
     * What was read.
     *
     * @param trusts of a file of policies as many as stand there
     * @param findings of reading policies
     */
    record Read(List<Trust> trusts, List<TrustFinding> findings) {
        Read {
            trusts = List.copyOf(trusts);
            findings = List.copyOf(findings);
        }

        /** The only trust, which must count by itself. */
        TrustMaterial only(String option) throws InputException {
            if (trusts.size() == 1 && trusts.get(0).whole()) {
                return trusts.get(0).material();
            }
            throw new InputException(
                    option + " needs one trust that counts by itself, which is a trusted root, a folder, a TUF"
                            + " repository or a file with one TrustRoot; for policies use apply");
        }
    }

    /** Reads it; refuses no source, and several. */
    Read read() throws InputException {
        List<String> given = new ArrayList<>(options.given());
        Path file = source;
        if (file != null) {
            given.add(0, file.toString());
        }
        TrustOptions.requireOne(given);
        Optional<TrustOptions.Chosen> chosen = options.chosen();
        if (file == null) {
            return whole(chosen.orElseThrow(
                    () -> new InputException("name one source of trust: SOURCE, " + TrustOptions.NAMES)));
        }
        if (Files.isDirectory(file)) {
            return whole(new TrustOptions.Chosen("", TrustRoots.pemDirectory(file, Refresh.whenAsked())));
        }
        if (isPem(file)) {
            throw new InputException(
                    file + ": a PEM file does not say what its keys are for: name its folder, with files"
                            + " fulcio*.pem, rekor*.pub, ctfe*.pub, tsa*.pem");
        }
        return isYaml(file) ? documents(file) : whole(new TrustOptions.Chosen("", TrustRoots.trustedRootJson(file)));
    }

    private static Read whole(TrustOptions.Chosen chosen) throws InputException {
        TrustSnapshot snapshot = chosen.read();
        return new Read(List.of(new Trust(snapshot.material(), true, snapshot.problem())), List.of());
    }

    private static boolean isYaml(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private static boolean isPem(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".pem") || name.endsWith(".pub") || name.endsWith(".crt");
    }

    private static Read documents(Path file) throws InputException {
        PolicyDocuments documents = PolicyDocuments.read(file.toString(), bytes(file));
        Optional<Issue> error = documents.errors().stream().findFirst();
        if (error.isPresent()) {
            throw new InputException(error.get().toString());
        }
        List<Trust> trusts = new ArrayList<>();
        List<TrustFinding> findings = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (TrustRootResource resource : documents.trustRoots()) {
            if (!names.add(resource.name())) {
                throw new InputException(resource.location() + ": two TrustRoots are named " + resource.name());
            }
            TrustSnapshot snapshot = new TrustOptions.Chosen(
                            "TrustRoot " + resource.name(),
                            ResourceTrust.of(resource, TrustOptions::mirror, Refresh.whenAsked()))
                    .read();
            trusts.add(new Trust(snapshot.material(), true, snapshot.problem()));
        }
        for (Policy policy : documents.policies()) {
            StatedTrust stated = StatedTrust.of(policy);
            stated.materials().forEach(material -> trusts.add(new Trust(material, false, Optional.empty())));
            findings.addAll(stated.findings());
        }
        for (ClusterImagePolicy policy : documents.imagePolicies()) {
            findings.addAll(NamedTrust.findings(policy, names));
        }
        if (trusts.isEmpty() && findings.isEmpty()) {
            findings.add(new TrustFinding(
                    "TRUST_NOT_STATED",
                    TrustFinding.Severity.NOTE,
                    file.toString(),
                    "no trust is stated here; the process's trust root counts for these policies",
                    "",
                    "Check the trust root too"));
        }
        return new Read(trusts, findings);
    }

    private static byte[] bytes(Path file) throws InputException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(DocumentLimits.POLICIES.maxBytes() + 1);
        } catch (NoSuchFileException e) {
            throw new InputException(file + ": there is no such file");
        } catch (IOException e) {
            throw new InputException(file + ": the file cannot be read: " + e.getMessage());
        }
    }
}
