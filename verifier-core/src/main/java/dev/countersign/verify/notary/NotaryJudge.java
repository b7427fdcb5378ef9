package dev.countersign.verify.notary;

import dev.countersign.registry.RegistryException;
import dev.countersign.verify.ImageName.InvalidNameException;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.ImageVerifier;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.Verdicts;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.attestor.UndecidableException;
import java.util.List;

/** One attestor over notation signatures of an image (Kyverno spec 8.7). Immutable and thread-safe. */
record NotaryJudge(NotaryRequirement requirement, Envelopes envelopes) implements ImageVerifier.Judge {

    @Override
    public List<String> unsupported() {
        return List.of();
    }

    @Override
    public Verdict verify(ImageSubject image, VerificationContext context) {
        if (requirement.malformed().isPresent()) {
            return requirement.malformed().get();
        }
        try {
            NotationTarget target = NotaryTargets.of(image, "failed to parse image reference: " + image.image() + ": ");
            String prefix = "failed to verify " + target.reference() + ": ";
            try {
                Verdict verdict =
                        new NotationVerification(image, requirement.check(), envelopes, context).verify(target);
                return NotaryTargets.prefixed(verdict, prefix);
            } catch (RegistryException e) {
                return NotaryTargets.prefixed(Verdicts.undecided(e), prefix);
            }
        } catch (UndecidableException e) {
            return e.verdict();
        } catch (InvalidNameException e) {
            return NotaryTargets.invalid(image, e);
        }
    }
}
