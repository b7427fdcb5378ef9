package dev.countersign.clusterimagepolicy;

import dev.countersign.clusterimagepolicy.ImagePolicyDecision.ImageOutcome;
import dev.countersign.clusterimagepolicy.ImagePolicyDecision.PolicyOutcome;
import dev.countersign.document.shape.FieldErrors;
import dev.countersign.policy.sigstore.ClusterImagePolicy;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import dev.countersign.verify.ImageName;
import dev.countersign.verify.ImageName.InvalidNameException;
import dev.countersign.verify.ImageSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answer for one object, image by image. Confined to one thread. */
final class Admission {
    private final List<ClusterImagePolicy> policies;
    private final PolicyJudge judge;
    private final PolicySelection selection;
    private final NoMatchPolicy noMatchPolicy;
    private final Registry registry;
    private final Deadline deadline;
    private final String namespace;
    private final List<FieldErrors.Found> errors = new ArrayList<>();
    private final List<FieldErrors.Found> warnings = new ArrayList<>();
    private final List<ImageOutcome> images = new ArrayList<>();

    Admission(
            List<ClusterImagePolicy> policies,
            PolicyJudge judge,
            PolicySelection selection,
            NoMatchPolicy noMatchPolicy,
            Registry registry,
            Deadline deadline,
            String namespace) {
        this.policies = policies;
        this.judge = judge;
        this.selection = selection;
        this.noMatchPolicy = noMatchPolicy;
        this.registry = registry;
        this.deadline = deadline;
        this.namespace = namespace;
    }

    void look(ObjectImages.Found found) {
        String place = found.place();
        ImageName name;
        try {
            name = ImageName.parse(found.image());
        } catch (InvalidNameException e) {
            errors.add(new FieldErrors.Found("could not parse reference: " + found.image(), List.of(place), ""));
            images.add(new ImageOutcome(place, found.image(), found.image(), List.of()));
            return;
        }
        Optional<Digest> digest = digest(name);
        if (digest.isEmpty()) {
            errors.add(new FieldErrors.Found(
                    "invalid value: " + found.image() + " must be an image digest", List.of(place), ""));
            images.add(new ImageOutcome(place, found.image(), found.image(), List.of()));
            return;
        }
        String resolved =
                name.digest().isPresent() ? found.image() : name.repository() + ":" + name.tag() + "@" + digest.get();
        String full = name.repository() + "@" + digest.get();
        List<ClusterImagePolicy> selected;
        try {
            selected = selection.of(policies, full);
        } catch (PolicySelection.BadSelector e) {
            errors.add(new FieldErrors.Found(String.valueOf(e.getMessage()), List.of(place), resolved));
            images.add(new ImageOutcome(place, found.image(), resolved, List.of()));
            return;
        }
        if (selected.isEmpty()) {
            FieldErrors.Found none = new FieldErrors.Found("no matching policies", List.of(place), resolved);
            switch (noMatchPolicy) {
                case DENY -> errors.add(none);
                case WARN -> warnings.add(none);
                case ALLOW -> {}
            }
        }
        List<PolicyOutcome> outcomes = new ArrayList<>();
        ImageSubject subject = new ImageSubject(full, registry, deadline);
        for (ClusterImagePolicy policy : selected) {
            PolicyOutcome outcome = judge.judge(policy, subject, namespace);
            outcomes.add(outcome);
            if (!outcome.satisfied()) {
                (outcome.warnOnly() ? warnings : errors)
                        .add(new FieldErrors.Found(
                                "failed policy: " + outcome.policy(),
                                List.of(place),
                                resolved + " " + String.join(" ", outcome.failures())));
            }
        }
        images.add(new ImageOutcome(place, found.image(), resolved, outcomes));
    }

    /** The digest that the image names, or that its tag stands for; it is asked once. */
    private Optional<Digest> digest(ImageName name) {
        if (name.digest().isPresent()) {
            return name.digest();
        }
        try {
            return Optional.of(
                    registry.manifest(name.repository(), name.tag(), deadline).digest());
        } catch (RegistryException e) {
            return Optional.empty();
        }
    }

    ImagePolicyDecision decision() {
        if (!images.isEmpty() && deadline.passed()) {
            // As in policy-controller, whatever was found in time does not count then.
            errors.clear();
            errors.add(new FieldErrors.Found("context was canceled before validation completed", List.of(""), ""));
        }
        String warning = FieldErrors.text(warnings);
        return new ImagePolicyDecision(
                errors.isEmpty(), FieldErrors.text(errors), warning.isEmpty() ? List.of() : List.of(warning), images);
    }
}
