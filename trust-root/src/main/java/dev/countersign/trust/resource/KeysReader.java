package dev.countersign.trust.resource;

import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.Pem;
import dev.countersign.crypto.StandardBase64;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.Origin;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.ValidityWindow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes trust material of {@code spec.sigstoreKeys}; the first entry that holds no trust is told. Confined to one thread. */
final class KeysReader {
    /** No more entries of one kind are read. */
    static final int MAX_ENTRIES = 100;

    private static final Set<String> HASHES = Set.of("sha256", "sha-256");

    private final String origin;

    KeysReader(String origin) {
        this.origin = origin;
    }

    /** An entry holds no trust; the message is policy-controller's where it says anything. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String path;
        private final String divergence;

        Unusable(String message, String path, String divergence) {
            super(message);
            this.path = path;
            this.divergence = divergence;
        }

        String path() {
            return path;
        }

        /** The number of the divergence where policy-controller takes the entry; empty otherwise. */
        String divergence() {
            return divergence;
        }
    }

    TrustMaterial read(ObjectValue keys) throws Unusable {
        List<CertificateAuthority> authorities = new ArrayList<>();
        for (Entry entry : entries(keys, "certificateAuthorities")) {
            authorities.add(authority(entry, "failed to convert certificate authority: ", false));
        }
        List<LogKey> logs = new ArrayList<>();
        for (Entry entry : entries(keys, "tLogs")) {
            logs.add(log(entry, "failed to convert transparency log instance: "));
        }
        List<LogKey> ctLogs = new ArrayList<>();
        for (Entry entry : entries(keys, "ctLogs")) {
            ctLogs.add(log(entry, "failed to convert ct log instance: "));
        }
        List<CertificateAuthority> timestamps = new ArrayList<>();
        for (Entry entry : entries(keys, "timestampAuthorities")) {
            timestamps.add(authority(entry, "failed to convert timestamp authority: ", true));
        }
        return new TrustMaterial(authorities, logs, ctLogs, timestamps);
    }

    private record Entry(ObjectValue value, String path) {}

    private static List<Entry> entries(ObjectValue keys, String name) throws Unusable {
        List<Value> items = keys.list(name);
        String path = "spec.sigstoreKeys." + name;
        if (items.size() > MAX_ENTRIES) {
            throw new Unusable("more than " + MAX_ENTRIES + " entries", path, TrustRootDocument.EVERY_ENTRY);
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            entries.add(new Entry(
                    items.get(i) instanceof ObjectValue value ? value : Value.EMPTY_OBJECT, path + "[" + i + "]"));
        }
        return entries;
    }

    /** The certificates of a chain; what issued itself is trusted, whatever else stands in it is not by itself. */
    static List<ParsedCertificate> chain(String base64) throws CryptographyException {
        String pem = pem(base64);
        List<ParsedCertificate> certificates = new ArrayList<>();
        int from = 0;
        while (from < pem.length()) {
            Pem.Decoded block = Pem.next(pem, from)
                    .orElseThrow(() -> new CryptographyException("failed to decode certificate chain PEM"));
            certificates.add(ParsedCertificate.parse(block.block().bytes()));
            if (certificates.size() > MAX_ENTRIES) {
                throw new CryptographyException("more than " + MAX_ENTRIES + " certificates");
            }
            from = block.end();
        }
        if (certificates.isEmpty()) {
            throw new CryptographyException("failed to decode certificate chain PEM");
        }
        return certificates;
    }

    private CertificateAuthority authority(Entry entry, String words, boolean timestamps) throws Unusable {
        String at = entry.path() + ".certChain";
        List<ParsedCertificate> chain;
        try {
            chain = chain(entry.value().text("certChain").orElse(""));
        } catch (CryptographyException e) {
            String cause = String.valueOf(e.getMessage());
            boolean shared = cause.equals("failed to decode certificate chain PEM");
            // policy-controller meets a block that is no certificate only when a policy needs it.
            throw new Unusable(words + cause, at, shared ? "" : TrustRootDocument.EVERY_ENTRY);
        }
        Optional<ParsedCertificate> leaf = timestamps
                ? chain.stream().filter(certificate -> !certificate.isCa()).findFirst()
                : Optional.empty();
        List<ParsedCertificate> issuers = chain.stream()
                .filter(certificate -> leaf.filter(certificate::equals).isEmpty())
                .toList();
        return new CertificateAuthority(
                issuers.stream().filter(KeysReader::isRoot).toList(),
                issuers.stream().filter(issuer -> !isRoot(issuer)).toList(),
                ValidityWindow.ALWAYS,
                new Origin(origin + ", " + at),
                leaf,
                entry.value().text("uri").orElse(""));
    }

    private static boolean isRoot(ParsedCertificate certificate) {
        return Arrays.equals(certificate.rawSubject(), certificate.rawIssuer());
    }

    private LogKey log(Entry entry, String words) throws Unusable {
        String at = entry.path() + ".publicKey";
        String pem = pem(entry.value().text("publicKey").orElse(""));
        Optional<Pem.Decoded> block = Pem.next(pem);
        if (block.isEmpty()) {
            throw new Unusable(words + "failed to decode public key", at, "");
        }
        VerificationKey key;
        try {
            key = VerificationKey.fromPem(pem);
        } catch (CryptographyException e) {
            throw new Unusable(words + "failed to unmarshal public key: " + e.getMessage(), at, "");
        }
        if (Pem.next(block.get().rest()).isPresent()) {
            throw new Unusable(
                    "a second key stands behind the first, and would not count", at, TrustRootDocument.EVERY_ENTRY);
        }
        String hash = entry.value().text("hashAlgorithm").orElse("");
        if (!HASHES.contains(hash)) {
            throw new Unusable(
                    "the log's tree is hashed with " + hash + ", which cannot be checked; sha256 can",
                    entry.path() + ".hashAlgorithm",
                    TrustRootDocument.UNKNOWN_HASH);
        }
        return new LogKey(
                key,
                ValidityWindow.ALWAYS,
                new Origin(origin + ", " + at),
                key.id(),
                entry.value().text("baseURL").orElse(""));
    }

    private static String pem(String base64) {
        return StandardBase64.decode(base64)
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .orElse("");
    }
}
