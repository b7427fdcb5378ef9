package dev.countersign.admission;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The text of a denied admission, in Kyverno's words and layout (Kyverno spec 9.2): who was blocked, then policy, rule and message as
 * YAML.
 */
public final class DenialText {

    /**
     * What one policy has against the object. Immutable.
     *
     * @param name the policy's name, without namespace
     * @param messages rule to message, of each rule that neither passed nor was skipped
     */
    public record PolicyFailures(String name, Map<String, String> messages) {
        public PolicyFailures {
            messages = Map.copyOf(messages);
        }
    }

    private DenialText() {}

    /**
     * The text.
     *
     * @param kind the object's kind
     * @param namespace the object's namespace; empty for an object of the whole cluster
     * @param name the object's name; may be empty
     * @param failures a later policy of the same name replaces an earlier one, as in Kyverno; a policy without messages is left out
     * @return empty when no policy has a message
     */
    public static String of(String kind, String namespace, String name, List<PolicyFailures> failures) {
        Map<String, Map<String, String>> byPolicy = new LinkedHashMap<>();
        for (PolicyFailures failure : failures) {
            if (!failure.messages().isEmpty()) {
                byPolicy.put(failure.name(), failure.messages());
            }
        }
        if (byPolicy.isEmpty()) {
            return "";
        }
        return "\n\nresource " + kind + "/" + namespace + "/" + name + " was blocked due to the following policies \n\n"
                + YamlWriter.write(byPolicy);
    }
}
