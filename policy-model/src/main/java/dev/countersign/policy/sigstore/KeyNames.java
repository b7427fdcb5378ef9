package dev.countersign.policy.sigstore;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of keys in key management systems, as policy-controller accepts them. */
final class KeyNames {
    private static final List<String> SCHEMES = List.of("awskms://", "azurekms://", "hashivault://", "gcpkms://");
    private static final String AWS = "awskms://";

    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final String ARN = "arn:(?:aws|aws-us-gov|aws-cn):kms:[a-z0-9-]+:\\d{12}:";
    private static final Pattern AWS_NAME = Pattern.compile(
            "awskms://([^/]*)/(?:" + ARN + "key/)?((?:mrk-)?[A-Fa-f0-9-]{1,64}|alias/.+|" + ARN + "alias/.+)");
    private static final Pattern AWS_KEY =
            Pattern.compile("(?:" + UUID + "|" + ARN + "key/" + UUID + "|alias/.+|" + ARN + "alias/.+)");

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
        String key = rest.substring(slash + 1);
        Matcher named = AWS_NAME.matcher(name);
        if (endpoint.startsWith("arn:")
                || !named.matches()
                || !AWS_KEY.matcher(key).matches()) {
            return Optional.of(
                    "kms key should be in the format awskms://[ENDPOINT]/[ID/ALIAS/ARN] (endpoint optional)");
        }
        if (!endpoint.isEmpty() && endpoint.indexOf(':') < 0) {
            return Optional.of("malformed endpoint: address " + endpoint + ": missing port in address");
        }
        return key.startsWith("arn:")
                ? Optional.empty()
                : Optional.of("failed to parse either key or alias arn: arn: invalid prefix");
    }
}
