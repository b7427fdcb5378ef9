package dev.countersign.expression.function;

import dev.countersign.document.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** {@code is_external_url}: whether a URL's host is neither this machine nor a private network. */
final class UrlFunctions {
    static final List<JmesFunction> ALL =
            List.of(JmesFunction.of("is_external_url", UrlFunctions::isExternal, ArgumentType.STRING));

    private UrlFunctions() {}

    private static Value isExternal(Call call) throws EvaluationException {
        String host = GoUrl.hostname(call.text(0));
        Optional<byte[]> address = IpAddress.parse(host);
        if (address.isPresent()) {
            return Value.of(!IpAddress.isInternal(address.get()));
        }
        try {
            List<InetAddress> found = call.evaluation().context().hosts().resolve(host);
            return Value.of(found.stream().noneMatch(each -> IpAddress.isInternal(each.getAddress())));
        } catch (IOException unresolved) {
            throw EvaluationException.error(String.valueOf(unresolved.getMessage()));
        }
    }
}
