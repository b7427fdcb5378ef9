package dev.countersign.policy.read;

import dev.countersign.document.Value;
import dev.countersign.policy.ContextEntry;
import java.util.List;
import java.util.Optional;

/** Checked entries of {@code context} to the model. */
final class ContextModel {
    private ContextModel() {}

    static List<ContextEntry> entries(Members rule) {
        return rule.objects("context", ContextModel::entry).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<ContextEntry> entry(Members entry) {
        String name = entry.text("name");
        return entry.<ContextEntry>object("configMap", found -> configMap(name, found))
                .or(() -> entry.object("apiCall", found -> apiCall(name, found)))
                .or(() -> entry.object("imageRegistry", found -> imageRegistry(name, found)))
                .or(() -> entry.object("variable", found -> variable(name, found)))
                .or(() -> entry.object("globalReference", found -> globalReference(name, found)));
    }

    private static ContextEntry configMap(String name, Members found) {
        return new ContextEntry.ConfigMapEntry(name, found.text("name"), found.text("namespace"));
    }

    private static ContextEntry apiCall(String name, Members found) {
        return new ContextEntry.ApiCallEntry(
                name,
                found.text("urlPath"),
                found.text("method"),
                found.objects(
                        "data",
                        data -> new ContextEntry.RequestData(
                                data.text("key"), data.any("value").orElse(Value.NULL))),
                found.object(
                        "service",
                        service -> new ContextEntry.Service(
                                service.text("url"),
                                service.objects(
                                        "headers",
                                        header -> new ContextEntry.Header(header.text("key"), header.text("value"))),
                                service.text("caBundle"))),
                found.text("jmesPath"),
                found.any("default"));
    }

    private static ContextEntry imageRegistry(String name, Members found) {
        return new ContextEntry.ImageRegistryEntry(
                name,
                found.text("reference"),
                found.text("jmesPath"),
                found.object("imageRegistryCredentials", VerifyImagesModel::credentials));
    }

    private static ContextEntry variable(String name, Members found) {
        return new ContextEntry.VariableEntry(name, found.any("value"), found.text("jmesPath"), found.any("default"));
    }

    private static ContextEntry globalReference(String name, Members found) {
        return new ContextEntry.GlobalReferenceEntry(name, found.text("name"), found.text("jmesPath"));
    }
}
