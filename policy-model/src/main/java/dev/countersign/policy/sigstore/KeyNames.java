package dev.countersign.policy.sigstore;

import dev.countersign.expression.function.GoSyntax;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of keys in key management systems, as policy-controller accepts them. */
final class KeyNames {
    private static final List<String> SCHEMES = List.of("awskms://", "azurekms://", "hashivault://", "gcpkms://");
    private static final String AWS = "awskms://";
    private static final String FORMAT =
            "kms key should be in the format awskms://[ENDPOINT]/[ID/ALIAS/ARN] (endpoint optional)";
    private static final String HEX = "[A-Fa-f0-9]";
    private static final String ID =
            "m?r?k?-?" + HEX + "{8}-?" + HEX + "{4}-?" + HEX + "{4}-?" + HEX + "{4}-?" + HEX + "{12}";
    private static final String ARN = "arn:(?:aws|aws-us-gov|aws-cn):kms:[a-z0-9-]+:[0-9]{12}:";
    private static final Pattern KEY =
            Pattern.compile("awskms://[^/]*/(?:(?:" + ARN + "key/)?" + ID + "|(?:" + ARN + ")?alias/[^\\n]*)");

    private KeyNames() {}

    /** Why a text names no key, in policy-controller's words; empty when it does. */
    static Optional<String> error(String name) {
        if (SCHEMES.stream().noneMatch(name::startsWith)) {
            return Optional.of("malformed KMS format, should be prefixed by any of the supported providers: ["
                    + String.join(" ", SCHEMES) + "]");
        }
        return name.startsWith(AWS) ? amazon(name) : Optional.empty();
    }

    private static Optional<String> amazon(String name) {
        String rest = name.substring(AWS.length());
        int slash = rest.indexOf('/');
        if (slash < 0) {
            return Optional.of(
                    "malformed AWS KMS format 'awskms://$ENDPOINT/$KEYID', should be conformant with KMS standard"
                            + " documented here: https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id");
        }
        String endpoint = rest.substring(0, slash);
        if (!KEY.matcher(name).matches() || endpoint.startsWith("arn") || endpoint.startsWith("alias")) {
            return Optional.of(FORMAT);
        }
        Optional<String> unreachable = endpoint.isEmpty() ? Optional.empty() : GoSyntax.hostPortError(endpoint);
        if (unreachable.isPresent()) {
            return Optional.of("malformed endpoint: " + unreachable.get());
        }
        // A name that is no ARN is taken first, and refused here.
        return rest.startsWith("arn:", slash + 1)
                ? Optional.empty()
                : Optional.of("failed to parse either key or alias arn: arn: invalid prefix");
    }
}
