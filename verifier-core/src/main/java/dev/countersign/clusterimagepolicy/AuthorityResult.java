package dev.countersign.clusterimagepolicy;

import dev.countersign.clusterimagepolicy.ImagePolicyDecision.AuthorityMatch;
import dev.countersign.verify.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one authority says of one image. Immutable.
 *
 * @param match present where it signed
 * @param failure why it did not, in policy-controller's words; empty where it did
 */
record AuthorityResult(Optional<AuthorityMatch> match, String failure, List<Reason> reasons, List<String> divergences) {
    AuthorityResult {
        reasons = List.copyOf(reasons);
        divergences = List.copyOf(divergences);
    }

    static AuthorityResult matched(AuthorityMatch match, List<String> divergences) {
        return new AuthorityResult(Optional.of(match), "", List.of(), divergences);
    }

    static AuthorityResult failed(String failure, List<Reason> reasons, List<String> divergences) {
        return new AuthorityResult(Optional.empty(), failure, reasons, divergences);
    }

    static AuthorityResult failed(String failure, Reason reason) {
        return failed(failure, List.of(reason), List.of());
    }

    /** The same result, resting on further divergences. */
    AuthorityResult resting(List<String> more) {
        List<String> all = new ArrayList<>(divergences);
        more.stream().filter(number -> !all.contains(number)).forEach(all::add);
        return new AuthorityResult(match, failure, reasons, all);
    }
}
