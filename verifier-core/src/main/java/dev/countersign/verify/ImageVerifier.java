package dev.countersign.verify;

import dev.countersign.policy.Attestation;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.ImageVerification;
import java.util.List;

/**
 * Decides how one attestor is judged. Replaceable; implementations are thread-safe, do no I/O when they compile, and consume every
 * field that the attestor states or name it in {@link Judge#unsupported()}.
 */
public interface ImageVerifier {

    /**
     * Compiles one attestor, once for the life of the policy. A malformed key or root is told when the attestor is asked, as
     * Kyverno tells it.
     *
     * @param entry the verifyImages entry around the attestor
     * @param attestor keys, certificates or keyless; never a nested set, and never several keys in one
     * @param origin where it stands, for people: {@code policy check-image, rule verify, .attestors[0].entries[0]}
     */
    Judge compile(ImageVerification entry, Attestor attestor, String origin);

    /**
     * Compiles one attestor of an attestation, once for the life of the policy.
     *
     * @param entry the verifyImages entry around the attestation
     * @param attestation its type and name
     * @param attestor keys, certificates, keyless, or none of them, which asks for no identity; never expanded, a nested set is
     *     Kyverno's to ignore (measured 107)
     * @param origin where it stands, for people
     */
    AttestationJudge compile(ImageVerification entry, Attestation attestation, Attestor attestor, String origin);

    /** A compiled attestor of an attestation. Immutable and thread-safe. */
    interface AttestationJudge {

        /**
         * Finds the attestations of an image and proves them.
         *
         * @param image the image, which remembers what the registry said within one request
         * @param context everything else that the answer rests on
         */
        Attested fetch(ImageSubject image, VerificationContext context);

        /** See {@link Judge#unsupported()}. */
        List<String> unsupported();
    }

    /** A compiled attestor. Immutable and thread-safe. */
    interface Judge {

        /**
         * Judges an image.
         *
         * @param image the image, which remembers what the registry said within one request
         * @param context everything else that the verdict rests on
         * @return {@link Verdict.Verified} only when everything that the attestor states is proven
         */
        Verdict verify(ImageSubject image, VerificationContext context);

        /**
         * What the attestor or its entry states and this verifier cannot take into account, by Kyverno's names; empty when
         * all is. A rule with any of it answers {@code error}.
         */
        List<String> unsupported();
    }
}
