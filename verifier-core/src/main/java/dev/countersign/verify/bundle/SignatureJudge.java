package dev.countersign.verify.bundle;

import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.ImageVerifier;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.attestor.UndecidableException;
import java.util.List;

/** One attestor of an image's signatures, over bundles. One that verifies is enough. Thread-safe. */
record SignatureJudge(BundleJudge judge) implements ImageVerifier.Judge {

    @Override
    public List<String> unsupported() {
        return List.of();
    }

    @Override
    public Verdict verify(ImageSubject image, VerificationContext context) {
        try {
            BundleJudge.Question question = judge.ask(image, context);
            BundleSearch search =
                    BundleSearch.among(question.bundles(), question, context.now(), image.deadline(), true);
            return search.proven().isEmpty()
                    ? search.refusal(question, judge.alone(question))
                    : new Verdict.Verified(question.digest().text(), search.evidence(), search.divergences());
        } catch (UndecidableException e) {
            return e.verdict();
        }
    }
}
