package dev.countersign.verify;

import java.util.List;

/** An attestor that states something which cannot be taken into account. Nothing is ever verified by it. */
public record UnsupportedJudge(List<String> unsupported)
        implements ImageVerifier.Judge, ImageVerifier.AttestationJudge {
    public UnsupportedJudge {
        unsupported = List.copyOf(unsupported);
    }

    @Override
    public Attested fetch(ImageSubject image, VerificationContext context) {
        return new Attested.Nothing(verify(image, context));
    }

    @Override
    public Verdict.Indeterminate verify(ImageSubject image, VerificationContext context) {
        String features = String.join(", ", unsupported);
        return new Verdict.Indeterminate(
                "this version of Countersign cannot take into account: " + features,
                List.of(new Reason(
                        "UNSUPPORTED",
                        "",
                        "the policy states something that this version does not implement, so nothing is verified",
                        features,
                        "",
                        "Use a version of Countersign that implements it, or remove it from the policy.")),
                false,
                List.of());
    }
}
