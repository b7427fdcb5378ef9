package dev.countersign.engine;

import dev.countersign.document.Value;
import dev.countersign.policy.Attestation;
import dev.countersign.policy.ImageValidation;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The conditions of a rule that speak of attestations: their variables are not known yet when those of the rule are replaced, so that
 * they are set aside before and put back after (Kyverno spec 4.5).
 */
final class AttestedConditions {
    private static final ImageValidation NOTHING = new ImageValidation("", Optional.empty());

    private AttestedConditions() {}

    /** Whether an entry of the rule has a {@code validate} that says anything. */
    static boolean validates(Rule rule) {
        return rule.verifyImages().stream()
                .flatMap(entry -> entry.validation().stream())
                .anyMatch(validation -> !validation.equals(NOTHING));
    }

    /** The rule's document without those conditions. */
    static Value.ObjectValue without(Rule rule) {
        Value.ObjectValue document = rule.document();
        if (rule.verifyImages().stream()
                .allMatch(entry ->
                        entry.attestations().isEmpty() && entry.validation().isEmpty())) {
            return document;
        }
        List<Value> entries = new ArrayList<>();
        for (Value entry : document.list("verifyImages")) {
            entries.add(entry instanceof Value.ObjectValue object ? without(object) : entry);
        }
        return document.with("verifyImages", new Value.ListValue(entries));
    }

    private static Value.ObjectValue without(Value.ObjectValue entry) {
        Value.ObjectValue bare = entry;
        if (entry.get("attestations").orElse(Value.NULL) instanceof Value.ListValue attestations) {
            List<Value> without = new ArrayList<>();
            for (Value attestation : attestations.items()) {
                without.add(
                        attestation instanceof Value.ObjectValue object ? without(object, "conditions") : attestation);
            }
            bare = bare.with("attestations", new Value.ListValue(without));
        }
        Optional<Value.ObjectValue> validate = entry.object("validate");
        Optional<Value.ObjectValue> deny = validate.flatMap(found -> found.object("deny"));
        return validate.isPresent() && deny.isPresent()
                ? bare.with("validate", validate.get().with("deny", without(deny.get(), "conditions")))
                : bare;
    }

    private static Value.ObjectValue without(Value.ObjectValue object, String member) {
        Map<String, Value> members = new LinkedHashMap<>(object.members());
        members.remove(member);
        return new Value.ObjectValue(members);
    }

    /**
     * The entries of a changed rule with the conditions of the rule as written.
     *
     * @return empty where the changed rule has not as many entries and attestations as the written one
     */
    static Optional<List<ImageVerification>> restored(Rule changed, Rule written) {
        if (changed.verifyImages().size() != written.verifyImages().size()) {
            return Optional.empty();
        }
        List<ImageVerification> entries = new ArrayList<>();
        for (int i = 0; i < changed.verifyImages().size(); i++) {
            ImageVerification entry = changed.verifyImages().get(i);
            ImageVerification original = written.verifyImages().get(i);
            if (entry.attestations().size() != original.attestations().size()) {
                return Optional.empty();
            }
            entries.add(restored(entry, original));
        }
        return Optional.of(entries);
    }

    private static ImageVerification restored(ImageVerification entry, ImageVerification original) {
        List<Attestation> attestations = new ArrayList<>();
        for (int i = 0; i < entry.attestations().size(); i++) {
            Attestation attestation = entry.attestations().get(i);
            attestations.add(new Attestation(
                    attestation.name(),
                    attestation.type(),
                    attestation.predicateType(),
                    attestation.attestors(),
                    original.attestations().get(i).conditions()));
        }
        Optional<ImageValidation> validation = entry.validation()
                .map(found -> new ImageValidation(
                        found.message(), original.validation().flatMap(ImageValidation::deny)));
        return new ImageVerification(
                entry.failureAction(),
                entry.type(),
                entry.image(),
                entry.imageReferences(),
                entry.skipImageReferences(),
                entry.key(),
                entry.roots(),
                entry.subject(),
                entry.issuer(),
                entry.additionalExtensions(),
                entry.annotations(),
                entry.attestors(),
                attestations,
                entry.repository(),
                entry.cosignOci11(),
                entry.mutateDigest(),
                entry.verifyDigest(),
                validation,
                entry.required(),
                entry.imageRegistryCredentials(),
                entry.useCache());
    }
}
