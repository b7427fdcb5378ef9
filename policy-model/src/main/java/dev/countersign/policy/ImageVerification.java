package dev.countersign.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of {@code verifyImages}. Immutable. The defaults of the CustomResourceDefinition are filled in.
 *
 * @param failureAction of this entry, as written
 * @param type which kind of signature
 * @param image deprecated: one more reference
 * @param imageReferences wildcards for the images meant, as written
 * @param skipImageReferences wildcards for images that are left alone
 * @param key deprecated: a public key
 * @param roots deprecated, or the roots of every attestor that states none
 * @param subject deprecated: the identity
 * @param issuer deprecated: the identity's issuer
 * @param additionalExtensions deprecated
 * @param annotations what a signature's payload must say
 * @param attestors sets, of which all must be satisfied
 * @param attestations statements, of which all must be there
 * @param repository where the signatures are; empty: beside the image
 * @param cosignOci11 look among the OCI 1.1 referrers first
 * @param mutateDigest add the digest to the image
 * @param verifyDigest the image must have a digest
 * @param validation {@code validate}: conditions over the attestations
 * @param required the image must be verified
 * @param imageRegistryCredentials how to log in
 * @param useCache whether a verdict may be remembered
 */
public record ImageVerification(
        Optional<FailureAction> failureAction,
        VerificationType type,
        String image,
        List<String> imageReferences,
        List<String> skipImageReferences,
        String key,
        String roots,
        String subject,
        String issuer,
        Map<String, String> additionalExtensions,
        Map<String, String> annotations,
        List<AttestorSet> attestors,
        List<Attestation> attestations,
        String repository,
        boolean cosignOci11,
        boolean mutateDigest,
        boolean verifyDigest,
        Optional<ImageValidation> validation,
        boolean required,
        Optional<RegistryCredentials> imageRegistryCredentials,
        boolean useCache) {
    public ImageVerification {
        imageReferences = List.copyOf(imageReferences);
        skipImageReferences = List.copyOf(skipImageReferences);
        additionalExtensions = Map.copyOf(additionalExtensions);
        annotations = Map.copyOf(annotations);
        attestors = List.copyOf(attestors);
        attestations = List.copyOf(attestations);
    }
}
