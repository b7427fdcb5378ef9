package dev.countersign.policy.read;

import static dev.countersign.policy.read.Schema.any;
import static dev.countersign.policy.read.Schema.field;
import static dev.countersign.policy.read.Schema.object;
import static dev.countersign.policy.read.Schema.oneOf;
import static dev.countersign.policy.read.Schema.text;

import dev.countersign.document.Value;

/** One entry of {@code context}. */
final class ContextSchema {
    private static final Schema.Node API_CALL = object(
            "ContextAPICall",
            field("urlPath", text()).always(),
            field("method", oneOf("GET", "POST")).orElse(Value.of("GET")),
            field(
                    "data",
                    new Schema.ListOf(object(
                            "RequestData",
                            field("key", text()).mandatory().always(),
                            field("value", any()).mandatory().always()))),
            field(
                    "service",
                    object(
                            "ServiceCall",
                            field("url", text()).mandatory().always(),
                            field(
                                    "headers",
                                    new Schema.ListOf(object(
                                            "HTTPHeader",
                                            field("key", text()).mandatory().always(),
                                            field("value", text()).mandatory().always()))),
                            field("caBundle", text()).always())),
            field("default", any()),
            field("jmesPath", text()));

    static final Schema.Node ENTRY = object(
                    "ContextEntry",
                    field("name", text()).mandatory().always(),
                    field(
                            "configMap",
                            object(
                                    "ConfigMapReference",
                                    field("name", text()).mandatory().always(),
                                    field("namespace", text()))),
                    field("apiCall", API_CALL),
                    field(
                            "imageRegistry",
                            object(
                                    "ImageRegistry",
                                    field("reference", text()).mandatory().always(),
                                    field("jmesPath", text()),
                                    field("imageRegistryCredentials", VerifyImagesSchema.CREDENTIALS))),
                    field(
                            "variable",
                            object(
                                    "Variable",
                                    field("value", any()),
                                    field("jmesPath", text()),
                                    field("default", any()))),
                    field(
                            "globalReference",
                            object(
                                    "GlobalContextEntryReference",
                                    field("name", text()).mandatory().always(),
                                    field("jmesPath", text()))))
            .exactlyOneOf("configMap", "apiCall", "imageRegistry", "variable", "globalReference");

    private ContextSchema() {}
}
