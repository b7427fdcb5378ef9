package dev.countersign.trust.resource;

import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.StandardBase64;
import dev.countersign.crypto.UrlSyntax;
import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.DocumentReading;
import dev.countersign.document.Issue;
import dev.countersign.document.JsonReading;
import dev.countersign.document.Located;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.document.shape.FieldErrors;
import dev.countersign.document.shape.Places;
import dev.countersign.document.shape.ShapeCheck;
import dev.countersign.trust.TrustMaterial;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One TrustRoot on its way to trust. Confined to one thread. */
final class TrustRootDocument {
    /** The number of the divergence: every entry must be in order, not only the last. */
    static final String EVERY_ENTRY = "D72";

    /** The number of the divergence: a hash that is none is refused. */
    static final String UNKNOWN_HASH = "D73";

    /** The number of the divergence: logs may sign with keys that are not ECDSA. */
    static final String OTHER_KEYS = "D74";

    /** The number of the divergence: files of a repository are read whole. */
    static final String WHOLE_FILES = "D75";

    /** The number of the divergence: a member whose name is written in another case is refused. */
    static final String OTHER_CASE = "D80";

    private static final String VERSION = "policy.sigstore.dev/v1alpha1";
    private static final List<String> LOG_FIELDS = List.of("baseURL", "hashAlgorithm", "publicKey");
    private static final String DEFAULT_TARGETS = "targets";
    private static final String DEFAULT_TRUSTED_ROOT = "trusted_root.json";

    private final DocumentReading.Document document;
    private final Located.LocatedObject tree;
    private final List<Issue> issues = new ArrayList<>();
    private final List<String> divergences = new ArrayList<>();
    private final FieldErrors errors = new FieldErrors();
    private final String name;
    private FieldErrors last = new FieldErrors();

    TrustRootDocument(DocumentReading.Document document, Located.LocatedObject tree) {
        this.document = document;
        this.tree = tree;
        this.name = tree.value()
                .object("metadata")
                .flatMap(metadata -> metadata.text("name"))
                .orElse("");
    }

    TrustRootReading.Document read() {
        issues.addAll(document.issues());
        ObjectValue value = tree.value();
        String version = value.text("apiVersion").orElse("");
        if (!version.equals(VERSION)) {
            String words = "unknown type: " + version + ", Kind=TrustRoot";
            tell("apiVersion", words);
            return refused(words, "", "");
        }
        List<ShapeCheck.Mismatch> mismatches =
                ShapeCheck.of(tree, TrustRootShape.document(), "v1alpha1", UrlSyntax::error);
        if (!mismatches.isEmpty()) {
            mismatches.forEach(mismatch -> tell(mismatch.path(), mismatch.words()));
            if (mismatches.stream().anyMatch(ShapeCheck.Mismatch::onlyCase)) {
                divergences.add(OTHER_CASE);
            }
            return refused(mismatches.get(0).words(), "", "");
        }
        if (document.issues().stream().anyMatch(issue -> issue.severity() == Issue.Severity.ERROR)) {
            return refused("", "", "");
        }
        return validated(value.object("spec").orElse(Value.EMPTY_OBJECT));
    }

    private TrustRootReading.Document validated(ObjectValue spec) {
        Optional<ObjectValue> remote = spec.object("remote");
        Optional<ObjectValue> repository = spec.object("repository");
        Optional<ObjectValue> keys = spec.object("sigstoreKeys");
        long stated =
                Stream.of(remote, repository, keys).filter(Optional::isPresent).count();
        String[] names = {"spec.remote", "spec.repository", "spec.sigstoreKeys"};
        if (stated != 1) {
            if (stated == 0) {
                errors.missingOneOf(names);
            } else {
                errors.multipleOneOf(names);
            }
            return invalid(errors);
        }
        if (keys.isPresent()) {
            return keys(keys.get());
        }
        return remote.isPresent() ? remote(remote.get()) : repository(repository.orElseThrow());
    }

    private TrustRootReading.Document keys(ObjectValue keys) {
        validate(keys);
        if (!errors.errors().isEmpty()) {
            if (last.errors().isEmpty()) {
                divergences.add(EVERY_ENTRY);
            }
            return invalid(last.errors().isEmpty() ? errors : last);
        }
        TrustMaterial material;
        try {
            material = new KeysReader("TrustRoot " + name).read(keys);
        } catch (KeysReader.Unusable e) {
            if (!e.divergence().isEmpty()) {
                divergences.add(e.divergence());
            }
            tell(e.path(), String.valueOf(e.getMessage()));
            return refused("", "", String.valueOf(e.getMessage()));
        }
        divergences.addAll(ResourceTrust.divergences(material));
        return usable(new TrustRootResource.Keys(material));
    }

    /** policy-controller keeps only what it finds of the last entry that it looks at; here every entry counts. */
    private void validate(ObjectValue keys) {
        if (keys.list("certificateAuthorities").isEmpty()
                && keys.list("timestampAuthorities").isEmpty()) {
            found(error -> error.missingOneOf(
                    "spec.sigstoreKeys.certificateAuthority", "spec.sigstoreKeys.timestampAuthorities"));
        }
        authorities(keys, "certificateAuthorities", "spec.sigstoreKeys.certificateAuthority");
        authorities(keys, "timestampAuthorities", "spec.sigstoreKeys.timestampAuthorities");
        logs(keys, "ctLogs");
        logs(keys, "tLogs");
    }

    private void found(Consumer<FieldErrors> check) {
        check.accept(errors);
        last = new FieldErrors();
        check.accept(last);
    }

    private void authorities(ObjectValue keys, String list, String path) {
        List<Value> items = keys.list(list);
        for (int i = 0; i < items.size(); i++) {
            ObjectValue item = items.get(i) instanceof ObjectValue object ? object : Value.EMPTY_OBJECT;
            ObjectValue subject = item.object("subject").orElse(Value.EMPTY_OBJECT);
            String at = path + "[" + i + "]";
            List<String> missing = new ArrayList<>();
            require(item, "certChain", at + ".certchain", missing);
            require(item, "uri", at + ".uri", missing);
            require(subject, "organization", at + ".subject.organization", missing);
            require(subject, "commonName", at + ".subject.commonName", missing);
            Optional<BadChain> chain = list.equals("timestampAuthorities") ? badChain(item) : Optional.empty();
            found(error -> {
                if (!missing.isEmpty()) {
                    error.missing(missing.toArray(String[]::new));
                }
                chain.ifPresent(why -> error.invalid(why.what(), at + ".certChain", why.details()));
            });
        }
    }

    private record BadChain(String what, String details) {}

    /** What is wrong with the chain of a timestamp authority; one that is not there is told elsewhere. */
    private static Optional<BadChain> badChain(ObjectValue authority) {
        String written = authority.text("certChain").orElse("");
        try {
            long leaves = written.isEmpty()
                    ? 0
                    : KeysReader.chain(written, "error during PEM decoding").stream()
                            .filter(certificate -> !certificate.isCa())
                            .count();
            return leaves > 1
                    ? Optional.of(new BadChain("certificate chain must contain at most one TSA certificate", ""))
                    : Optional.empty();
        } catch (CryptographyException e) {
            return Optional.of(new BadChain("error splitting the certificates", String.valueOf(e.getMessage())));
        }
    }

    private void logs(ObjectValue keys, String list) {
        List<Value> items = keys.list(list);
        for (int i = 0; i < items.size(); i++) {
            ObjectValue item = items.get(i) instanceof ObjectValue object ? object : Value.EMPTY_OBJECT;
            String at = "spec.sigstoreKeys." + list + "[" + i + "]";
            List<String> missing = new ArrayList<>();
            LOG_FIELDS.forEach(field -> require(item, field, at + "." + field, missing));
            found(error -> {
                if (!missing.isEmpty()) {
                    error.missing(missing.toArray(String[]::new));
                }
            });
        }
    }

    private static void require(ObjectValue object, String field, String path, List<String> missing) {
        if (object.text(field).orElse("").isEmpty()) {
            missing.add(path);
        }
    }

    private TrustRootReading.Document remote(ObjectValue remote) {
        byte[] root = root(remote, "spec.remote");
        String mirror = remote.text("mirror").orElse("");
        if (mirror.isEmpty()) {
            errors.missing("spec.remote.mirror");
        }
        if (!errors.errors().isEmpty()) {
            return invalid(errors);
        }
        Optional<String> unsigned = unsigned(root);
        if (unsigned.isPresent()) {
            String words = "failed to construct TUF client from remote: " + unsigned.get();
            tell("spec.remote.root", words);
            return refused("", "", words);
        }
        return usable(new TrustRootResource.Remote(
                ByteBuffer.wrap(root),
                mirror,
                orElse(remote, "targets", DEFAULT_TARGETS),
                orElse(remote, "trustedRootTarget", DEFAULT_TRUSTED_ROOT)));
    }

    private TrustRootReading.Document repository(ObjectValue repository) {
        byte[] archive =
                StandardBase64.decode(repository.text("mirrorFS").orElse("")).orElse(new byte[0]);
        if (archive.length == 0) {
            errors.missing("spec.repository.repository");
        }
        byte[] root = root(repository, "spec.repository");
        if (!errors.errors().isEmpty()) {
            return invalid(errors);
        }
        String targets = orElse(repository, "targets", DEFAULT_TARGETS);
        String words = "failed to construct a TUF client";
        try {
            MirrorFiles files = MirrorFiles.unpack(archive);
            Optional<String> unsigned = unsigned(root);
            if (files.hasFolder(targets) && unsigned.isPresent()) {
                errors.invalid(words, "spec.repository.mirrorFS", unsigned.get());
                return invalid(errors);
            }
            if (files.hasFolder(targets)) {
                if (files.crossesBlocks()) {
                    divergences.add(WHOLE_FILES);
                }
                return usable(new TrustRootResource.Repository(
                        ByteBuffer.wrap(root),
                        files,
                        targets,
                        orElse(repository, "trustedRootTarget", DEFAULT_TRUSTED_ROOT)));
            }
            errors.invalid(
                    words,
                    "spec.repository.mirrorFS",
                    "failed to create remote store: failed to open targets directory " + targets + ": open " + targets
                            + ": file does not exist");
        } catch (MirrorFiles.BadArchive e) {
            errors.invalid(words, "spec.repository.mirrorFS", String.valueOf(e.getMessage()));
        }
        return invalid(errors);
    }

    /** The first root of a TUF repository, which must be signed. */
    private byte[] root(ObjectValue of, String path) {
        Optional<String> written = of.text("root");
        if (written.isEmpty()) {
            errors.missing(path + ".root");
            return new byte[0];
        }
        byte[] root = StandardBase64.decode(written.get()).orElse(new byte[0]);
        JsonReading reading = DocumentReader.readJson(path, root, DocumentLimits.POLICIES);
        Value json = reading.value().orElse(Value.NULL);
        Optional<String> unread = reading.goError();
        if (unread.isEmpty() && !(json instanceof ObjectValue) && !(json instanceof Value.NullValue)) {
            unread = Optional.of("json: cannot unmarshal " + ShapeCheck.kind(json)
                    + " into Go value of type map[string]interface {}");
        }
        if (unread.isPresent()) {
            errors.invalid("failed to unmarshal", path + ".root", unread.get());
        } else if (!(json instanceof ObjectValue object)
                || object.get("signatures").isEmpty()) {
            errors.invalid("missing signatures in root.json", path + ".root", "no signatures");
        }
        return root;
    }

    /** Why nobody can have signed a root, in the words of the TUF client; empty where somebody may have. */
    private static Optional<String> unsigned(byte[] root) {
        Value json = DocumentReader.readJson("root.json", root, DocumentLimits.POLICIES)
                .value()
                .orElse(Value.NULL);
        ObjectValue object = json instanceof ObjectValue found ? found : Value.EMPTY_OBJECT;
        if (object.list("signatures").isEmpty()) {
            return Optional.of("failed to init TUF client: tuf: data has no signatures");
        }
        boolean known = object.object("signed")
                .flatMap(signed -> signed.object("roles"))
                .flatMap(roles -> roles.object("root"))
                .isPresent();
        return known ? Optional.empty() : Optional.of("failed to init TUF client: tuf: unknown role \"root\"");
    }

    private static String orElse(ObjectValue object, String field, String otherwise) {
        return object.text(field).filter(text -> !text.isEmpty()).orElse(otherwise);
    }

    private void tell(String path, String message) {
        issues.add(new Issue(
                "INVALID_TRUST_ROOT",
                Issue.Severity.ERROR,
                Places.of(tree, path.replace("certificateAuthority[", "certificateAuthorities[")),
                path,
                message,
                "",
                "",
                "Correct the TrustRoot; nothing of it counts until then"));
    }

    private TrustRootReading.Document invalid(FieldErrors reported) {
        for (FieldErrors.Found found : errors.errors()) {
            tell(found.paths().get(0), FieldErrors.text(List.of(found)).replace('\n', ' '));
        }
        return refused("", FieldErrors.text(reported.errors()), "");
    }

    private TrustRootReading.Document refused(String load, String validation, String reconcile) {
        return new TrustRootReading.Document(name, Optional.empty(), issues, load, validation, reconcile, divergences);
    }

    private TrustRootReading.Document usable(TrustRootResource.Content content) {
        return new TrustRootReading.Document(
                name,
                Optional.of(new TrustRootResource(name, content, tree.location())),
                issues,
                "",
                "",
                "",
                divergences);
    }
}
