package dev.countersign.verify;

import java.util.List;

/** An attestor that states something which cannot be taken into account. Nothing is ever verified by it. */
record UnsupportedJudge(List<String> unsupported) implements ImageVerifier.Judge {
    UnsupportedJudge {
        unsupported = List.copyOf(unsupported);
    }

    @Override
    public Verdict verify(ImageSubject image, VerificationContext context) {
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
