package dev.countersign.policy.read;

import dev.countersign.document.Value;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.AttestorIdentity.NestedSet;
import dev.countersign.policy.AttestorSet;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Checked attestor sets to the model. */
final class AttestorsModel {
    private AttestorsModel() {}

    static AttestorSet set(Members set) {
        return new AttestorSet(
                set.whole("count").map(count -> OptionalInt.of(clamp(count))).orElseGet(OptionalInt::empty),
                set.objects("entries", AttestorsModel::attestor));
    }

    /** Nested sets pass no schema, so that their count may be of any size; none has more entries than an int counts. */
    private static int clamp(long count) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, count));
    }

    private static Attestor attestor(Members attestor) {
        List<AttestorIdentity> identities = new ArrayList<>();
        attestor.object("keys", AttestorsModel::keys).ifPresent(identities::add);
        attestor.object("certificates", AttestorsModel::certificates).ifPresent(identities::add);
        attestor.object("keyless", AttestorsModel::keyless).ifPresent(identities::add);
        attestor.any("attestor").ifPresent(raw -> identities.add(nested(raw)));
        return new Attestor(
                identities,
                attestor.textMap("annotations"),
                attestor.text("repository"),
                attestor.optionalText("signatureAlgorithm"));
    }

    private static AttestorIdentity.Keys keys(Members keys) {
        return new AttestorIdentity.Keys(
                keys.text("publicKeys"),
                keys.optionalText("signatureAlgorithm"),
                keys.text("kms"),
                keys.object(
                        "secret",
                        secret -> new AttestorIdentity.SecretReference(secret.text("name"), secret.text("namespace"))),
                keys.object("rekor", AttestorsModel::rekor),
                keys.object("ctlog", AttestorsModel::ctLog));
    }

    private static AttestorIdentity.Certificates certificates(Members certificates) {
        return new AttestorIdentity.Certificates(
                certificates.text("cert"),
                certificates.text("certChain"),
                certificates.object("rekor", AttestorsModel::rekor),
                certificates.object("ctlog", AttestorsModel::ctLog));
    }

    private static AttestorIdentity.Keyless keyless(Members keyless) {
        return new AttestorIdentity.Keyless(
                keyless.text("issuer"),
                keyless.text("issuerRegExp"),
                keyless.text("subject"),
                keyless.text("subjectRegExp"),
                keyless.text("roots"),
                keyless.textMap("additionalExtensions"),
                keyless.object("rekor", AttestorsModel::rekor),
                keyless.object("ctlog", AttestorsModel::ctLog));
    }

    private static AttestorIdentity.Rekor rekor(Members rekor) {
        return new AttestorIdentity.Rekor(rekor.text("url"), rekor.text("pubkey"), rekor.flag("ignoreTlog", false));
    }

    private static AttestorIdentity.CtLog ctLog(Members ctLog) {
        return new AttestorIdentity.CtLog(
                ctLog.flag("ignoreSCT", false), ctLog.text("pubkey"), ctLog.text("tsaCertChain"));
    }

    private static AttestorIdentity.Nested nested(Value raw) {
        Value sorted = GoJson.sorted(raw);
        NestedSet set;
        try {
            set = new NestedSet.Parsed(set(new Members(GoDecoder.attestorSet(sorted))));
        } catch (JsonMismatchException mismatch) {
            set = new NestedSet.Unreadable(mismatch.text());
        }
        return new AttestorIdentity.Nested(sorted, set);
    }
}
