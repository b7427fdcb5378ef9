package dev.countersign.verify.notary;

import dev.countersign.document.Value;
import dev.countersign.registry.Descriptor;
import dev.countersign.registry.Digest;
import dev.countersign.registry.RegistryException;
import dev.countersign.verify.ImageName.InvalidNameException;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Statement;
import dev.countersign.verify.Verdicts;
import dev.countersign.verify.attestor.UndecidableException;
import dev.countersign.verify.entity.GoMap;
import dev.countersign.verify.entity.MalformedEntityException;
import dev.countersign.verify.entity.SignatureManifest;
import dev.countersign.verify.notary.NotationDiscovery.Stored;
import java.util.List;

/**
 * Reads what a signed referrer says: its manifest, with the JSON object of its one layer as {@code predicate} (Kyverno spec 8.7).
 * The registry's list of referrers is signed by nobody, so the manifest itself must name the image and the type.
 */
final class ReferrerStatement {
    /** The number of the divergence: the manifest itself must say what it is and what it speaks of. */
    static final String OWN_WORDS = "D54";

    private final ImageSubject image;
    private final NotationTarget subject;
    private final Digest referrer;
    private final String type;

    ReferrerStatement(ImageSubject image, NotationTarget subject, Digest referrer, String type) {
        this.image = image;
        this.subject = subject;
        this.referrer = referrer;
        this.type = type;
    }

    Statement read() throws InvalidNameException, RegistryException, UndecidableException {
        byte[] bytes = NotationDiscovery.bytes(image.registry()
                .manifest(subject.repository(), referrer, image.deadline())
                .bytes());
        try {
            Value.ObjectValue manifest = GoMap.object(bytes);
            List<Descriptor> layers = SignatureManifest.parse(bytes).layers();
            checkOwnWords(manifest);
            Descriptor layer = only(layers);
            if (layer.size() > NotationDiscovery.MAX_BLOB_BYTES) {
                throw unreadable(
                        "predicate size " + layer.size() + " exceeds " + NotationDiscovery.MAX_BLOB_BYTES
                                + " for digest " + layer.digest(),
                        "");
            }
            return statement(manifest, predicate(layer));
        } catch (MalformedEntityException e) {
            throw unreadable(String.valueOf(e.getMessage()), "");
        }
    }

    private Statement statement(Value.ObjectValue manifest, Value.ObjectValue predicate) throws UndecidableException {
        Value.ObjectValue document = manifest;
        if (document.get("type").orElse(Value.NULL) instanceof Value.NullValue) {
            document = document.with("type", Value.of(type));
        }
        if (document.get("predicate").orElse(Value.NULL) instanceof Value.NullValue) {
            document = document.with("predicate", predicate);
        }
        String stated = document.text("type").orElse("");
        if (stated.isEmpty()) {
            // Kyverno crashes on a type that is no text.
            throw unreadable("the referrer's type is no text", "");
        }
        return new Statement(stated, document);
    }

    private Value.ObjectValue predicate(Descriptor layer)
            throws RegistryException, UndecidableException, MalformedEntityException {
        Stored stored = NotationDiscovery.layer(image, subject.repository(), layer);
        if (stored instanceof Stored.Broken broken) {
            throw unreadable(broken.message(), broken.divergences().isEmpty() ? "" : NotationDiscovery.AS_STATED);
        }
        byte[] bytes = ((Stored.Layer) stored).bytes();
        try {
            return GoMap.object(bytes);
        } catch (MalformedEntityException e) {
            if (NotationDiscovery.isCompressed(bytes)) {
                throw unreadable(String.valueOf(e.getMessage()), NotationDiscovery.AS_STATED);
            }
            throw e;
        }
    }

    private void checkOwnWords(Value.ObjectValue manifest) throws UndecidableException {
        String own = manifest.text("artifactType")
                .filter(text -> !text.isEmpty())
                .orElseGet(() -> manifest.object("config")
                        .flatMap(config -> config.text("mediaType"))
                        .orElse(""));
        String spokenOf = manifest.object("subject")
                .flatMap(target -> target.text("digest"))
                .orElse("");
        if (own.equals(type) && spokenOf.equals(subject.digest().text())) {
            return;
        }
        throw new UndecidableException(NotaryTargets.rejected(
                "the manifest " + referrer + " is no attestation of type " + type + " for " + subject.digest(),
                new Reason(
                        "ATTESTATION_OF_ANOTHER_IMAGE",
                        "",
                        "the registry lists a signed manifest that itself names another image or another type",
                        "type " + own + ", subject " + (spokenOf.isEmpty() ? "none" : spokenOf),
                        "type " + type + ", subject " + subject.digest(),
                        "Attach the attestation to this image, under its type, and sign it. If nobody moved it on"
                                + " purpose, find out who changed the registry."),
                OWN_WORDS));
    }

    private Descriptor only(List<Descriptor> layers) throws UndecidableException {
        if (layers.size() == 1) {
            return layers.get(0);
        }
        throw unreadable(
                (layers.isEmpty() ? "no predicate found: " : "multiple layers in predicate not supported: ")
                        + subject.repository() + "@" + referrer,
                "");
    }

    private static UndecidableException unreadable(String message, String divergence) {
        Reason reason = new Reason(
                "ATTESTATION_UNREADABLE",
                "",
                "the attestation is signed, but its content could not be read",
                message,
                "one layer of at most " + NotationDiscovery.MAX_BLOB_BYTES + " bytes that holds a JSON object",
                "Attach the attestation again, as one uncompressed JSON file.");
        return new UndecidableException(
                divergence.isEmpty()
                        ? Verdicts.rejected(message, reason)
                        : NotaryTargets.rejected(message, reason, divergence));
    }
}
