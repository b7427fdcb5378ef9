package dev.countersign.verify;

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
