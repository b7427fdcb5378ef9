package dev.countersign.testkit;

import dev.countersign.registry.Digest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a Sigstore bundle of a test holds, apart from its signer. Immutable; by default an envelope with cosign's statement about the
 * image, logged in a Rekor v1 log by promise and proof, without a timestamp.
 *
 * @param image what is signed
 * @param isMessage whether the signature is over the image's digest itself, without an envelope
 * @param predicateType of the statement
 * @param predicate of the statement, JSON
 * @param annotations what the statement says of the image
 * @param log where it is logged
 * @param stamp who stamps it, and when
 */
public record BundleRecipe(
        Digest image,
        boolean isMessage,
        String predicateType,
        String predicate,
        Map<String, String> annotations,
        Log log,
        Optional<Stamp> stamp) {

    /** Where a signature is logged. */
    public enum Log {
        /** Nowhere. */
        NONE,
        /** In a Rekor v1 log, by promise and proof. */
        NUMBERED,
        /** In a Rekor v1 log, by proof alone. */
        NUMBERED_WITHOUT_PROMISE,
        /** In a Rekor v2 log, whose address is {@code https://rekor.test}. */
        TILED,
        /** An entry as of version 2 in a tree of version 1, which no log makes. */
        TILED_IN_NUMBERED
    }

    /** A timestamp. */
    public record Stamp(VirtualTimestampAuthority authority, Instant at) {}

    public BundleRecipe {
        annotations = Map.copyOf(annotations);
    }

    /** cosign's signature of an image. */
    public static BundleRecipe of(Digest image) {
        return new BundleRecipe(
                image, false, "https://sigstore.dev/cosign/sign/v1", "{}", Map.of(), Log.NUMBERED, Optional.empty());
    }

    /** The same over the image's digest itself. */
    public BundleRecipe asMessage() {
        return new BundleRecipe(image, true, predicateType, predicate, annotations, log, stamp);
    }

    /** The same with another statement. */
    public BundleRecipe attesting(String type, String json) {
        return new BundleRecipe(image, isMessage, type, json, annotations, log, stamp);
    }

    /** The same with an annotation of the image. */
    public BundleRecipe saying(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(annotations);
        more.put(name, value);
        return new BundleRecipe(image, isMessage, predicateType, predicate, more, log, stamp);
    }

    /** The same, logged otherwise. */
    public BundleRecipe logged(Log where) {
        return new BundleRecipe(image, isMessage, predicateType, predicate, annotations, where, stamp);
    }

    /** The same with a timestamp over the signature. */
    public BundleRecipe stamped(VirtualTimestampAuthority authority, Instant at) {
        return new BundleRecipe(
                image, isMessage, predicateType, predicate, annotations, log, Optional.of(new Stamp(authority, at)));
    }

    /** The statement, JSON. */
    String statement() {
        StringBuilder said = new StringBuilder();
        annotations.forEach((name, value) -> said.append(said.isEmpty() ? "" : ",")
                .append(Texts.json(name))
                .append(':')
                .append(Texts.json(value)));
        return "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"digest\":{\"sha256\":\"" + image.hex()
                + "\"},\"annotations\":{" + said + "}}],\"predicateType\":" + Texts.json(predicateType)
                + ",\"predicate\":" + predicate + "}";
    }
}
