package dev.countersign.policy.read;

import dev.countersign.policy.Attestation;
import dev.countersign.policy.FailureAction;
import dev.countersign.policy.ImageValidation;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.RegistryCredentials;
import dev.countersign.policy.VerificationType;

/** Checked entries of {@code verifyImages} to the model. */
final class VerifyImagesModel {
    private VerifyImagesModel() {}

    static ImageVerification entry(Members entry) {
        return new ImageVerification(
                entry.optionalText("failureAction").map(FailureAction::of),
                type(entry.text("type")),
                entry.text("image"),
                entry.texts("imageReferences"),
                entry.texts("skipImageReferences"),
                entry.text("key"),
                entry.text("roots"),
                entry.text("subject"),
                entry.text("issuer"),
                entry.textMap("additionalExtensions"),
                entry.textMap("annotations"),
                entry.objects("attestors", AttestorsModel::set),
                entry.objects("attestations", VerifyImagesModel::attestation),
                entry.text("repository"),
                entry.flag("cosignOCI11", false),
                entry.flag("mutateDigest", true),
                entry.flag("verifyDigest", true),
                entry.object("validate", VerifyImagesModel::validation).filter(VerifyImagesModel::says),
                entry.flag("required", true),
                entry.object("imageRegistryCredentials", VerifyImagesModel::credentials),
                entry.flag("useCache", true));
    }

    static RegistryCredentials credentials(Members credentials) {
        return new RegistryCredentials(
                credentials.flag("allowInsecureRegistry", false),
                credentials.texts("providers"),
                credentials.texts("secrets"));
    }

    private static VerificationType type(String type) {
        return switch (type) {
            case "SigstoreBundle" -> VerificationType.SIGSTORE_BUNDLE;
            case "Notary" -> VerificationType.NOTARY;
            default -> VerificationType.COSIGN;
        };
    }

    private static Attestation attestation(Members attestation) {
        return new Attestation(
                attestation.text("name"),
                attestation.text("type"),
                attestation.text("predicateType"),
                attestation.objects("attestors", AttestorsModel::set),
                attestation.objects("conditions", ConditionsModel::anyAll));
    }

    /** Kyverno cannot tell an empty {@code validate} from an absent one. */
    private static boolean says(ImageValidation validation) {
        return !validation.message().isEmpty() || validation.deny().isPresent();
    }

    private static ImageValidation validation(Members validation) {
        return new ImageValidation(
                validation.text("message"),
                validation.object(
                        "deny",
                        deny -> new ImageValidation.Deny(deny.any("conditions").map(ConditionsModel::conditions))));
    }
}
