package dev.countersign.clusterimagepolicy;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The images of an object of a kind that policy-controller looks at. */
final class ObjectImages {
    private static final List<String> CONTAINERS = List.of("initContainers", "containers", "ephemeralContainers");
    private static final List<String> TEMPLATE = List.of("spec", "template", "spec");
    private static final Map<String, List<String>> POD_SPECS = Map.of(
            "Pod", List.of("spec"),
            "ReplicaSet", TEMPLATE,
            "Deployment", TEMPLATE,
            "DaemonSet", TEMPLATE,
            "StatefulSet", TEMPLATE,
            "Job", TEMPLATE,
            "CronJob", List.of("spec", "jobTemplate", "spec", "template", "spec"));

    private ObjectImages() {}

    /** One image. */
    record Found(String place, String image) {}

    /** All of them, in order; none of a kind that is not looked at. */
    static List<Found> of(ObjectValue object) {
        List<String> path = POD_SPECS.get(object.text("kind").orElse(""));
        if (path == null) {
            return List.of();
        }
        Optional<ObjectValue> at = Optional.of(object);
        for (String member : path) {
            at = at.flatMap(value -> value.object(member));
        }
        List<Found> found = new ArrayList<>();
        for (String list : CONTAINERS) {
            List<Value> containers = at.map(spec -> spec.list(list)).orElse(List.of());
            for (int i = 0; i < containers.size(); i++) {
                String image = containers.get(i) instanceof ObjectValue container
                        ? container.text("image").orElse("")
                        : "";
                found.add(new Found(String.join(".", path) + "." + list + "[" + i + "].image", image));
            }
        }
        return found;
    }
}
