package dev.countersign.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionReviewCodecTest {
    private static final String POD =
            "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'web','namespace':'shop'},'spec':{'big':9007199254740993,'half':0.5,'whole':1.0}}";
    private static final String REQUEST = "'uid':'u-1','kind':{'group':'','version':'v1','kind':'Pod'},"
            + "'resource':{'group':'','version':'v1','resource':'pods'},'name':'web','namespace':'shop','operation':'UPDATE',"
            + "'userInfo':{'username':'ann','uid':'7','groups':['dev','ops'],'extra':{'k':['a','b']}},"
            + "'object':" + POD + ",'oldObject':{'kind':'Pod'},'dryRun':true,'options':{'kind':'UpdateOptions'}";

    private static byte[] review(String request) {
        return json("{'kind':'AdmissionReview','apiVersion':'admission.k8s.io/v1','request':{" + request + "}}");
    }

    private static byte[] json(String quotedSingly) {
        return quotedSingly.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectValue object(byte[] json) {
        return (ObjectValue) DocumentReader.readJson("<test>", json, DocumentLimits.OBJECTS)
                .value()
                .orElseThrow();
    }

    private static ObjectValue response(AdmissionAnswer answer) {
        return object(AdmissionReviewCodec.write(request(), answer))
                .object("response")
                .orElseThrow();
    }

    private static AdmissionRequest request() {
        try {
            return AdmissionReviewCodec.read(review(REQUEST));
        } catch (AdmissionReviewException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void every_field_of_a_request_is_read() {
        AdmissionRequest request = request();

        assertThat(request.uid()).isEqualTo("u-1");
        assertThat(request.kind()).isEqualTo(new GroupVersionKind("", "v1", "Pod"));
        assertThat(request.subResource()).isEmpty();
        assertThat(request.name()).isEqualTo("web");
        assertThat(request.namespace()).isEqualTo("shop");
        assertThat(request.operation()).isEqualTo(Operation.UPDATE);
        assertThat(request.userInfo().username()).isEqualTo("ann");
        assertThat(request.userInfo().groups()).containsExactly("dev", "ops");
        assertThat(request.userInfo().extra()).containsEntry("k", List.of("a", "b"));
        assertThat(request.oldObject().flatMap(old -> old.text("kind"))).hasValue("Pod");
        assertThat(request.dryRun()).isTrue();
        assertThat(request.rest().members()).containsOnlyKeys("resource", "options");
    }

    @Test
    void numbers_of_the_object_survive() {
        ObjectValue spec = request().object().orElseThrow().object("spec").orElseThrow();

        assertThat(spec.get("big")).hasValue(Value.of(9007199254740993L));
        assertThat(spec.get("half")).hasValue(new Value.FloatValue(0.5));
        assertThat(JsonText.compact(spec)).contains("\"big\":9007199254740993");
    }

    @ParameterizedTest
    @ValueSource(strings = {"admission.k8s.io/v1", "admission.k8s.io/v1beta1"})
    void the_answer_has_the_version_of_the_request(String version) throws AdmissionReviewException {
        String body = new String(review(REQUEST), StandardCharsets.UTF_8).replace("admission.k8s.io/v1", version);
        AdmissionRequest request = AdmissionReviewCodec.read(body.getBytes(StandardCharsets.UTF_8));

        ObjectValue review =
                object(AdmissionReviewCodec.write(request, new AdmissionAnswer(true, "", List.of(), List.of())));

        assertThat(review.text("apiVersion")).hasValue(version);
        assertThat(review.text("kind")).hasValue("AdmissionReview");
    }

    @Test
    void a_request_with_another_object_keeps_everything_else() {
        AdmissionRequest changed = request().withObject(Value.EMPTY_OBJECT);

        assertThat(changed.object()).hasValue(Value.EMPTY_OBJECT);
        assertThat(changed.rest()).isEqualTo(request().rest());
        assertThat(changed.reviewVersion()).isEqualTo("admission.k8s.io/v1");
    }

    @Test
    void a_delete_needs_no_object() throws AdmissionReviewException {
        AdmissionRequest request = AdmissionReviewCodec.read(
                review("'uid':'u','kind':{'version':'v1','kind':'Pod'},'operation':'DELETE','object':null"));

        assertThat(request.object()).isEqualTo(Optional.empty());
        assertThat(request.userInfo()).isEqualTo(UserInfo.NOBODY);
    }

    @Test
    void an_allowed_answer_carries_the_patch_in_base64() {
        ObjectValue response = response(new AdmissionAnswer(
                true,
                "",
                List.of("careful"),
                List.of(new PatchOperation("replace", "/spec/containers/0/image", Value.of("a@sha256:b")))));

        assertThat(response.text("uid")).hasValue("u-1");
        assertThat(response.get("allowed")).hasValue(Value.of(true));
        assertThat(response.get("status")).isEmpty();
        assertThat(response.text("patchType")).hasValue("JSONPatch");
        assertThat(new String(Base64.getDecoder().decode(response.text("patch").orElseThrow()), StandardCharsets.UTF_8))
                .isEqualTo("[{\"op\":\"replace\",\"path\":\"/spec/containers/0/image\",\"value\":\"a@sha256:b\"}]");
        assertThat(response.list("warnings")).containsExactly(Value.of("careful"));
    }

    @Test
    void an_answer_without_patch_and_warnings_has_no_such_members() {
        assertThat(response(new AdmissionAnswer(true, "", List.of(), List.of())).members())
                .containsOnlyKeys("uid", "allowed");
    }

    @Test
    void a_denied_answer_carries_the_message_and_no_patch() {
        ObjectValue response = response(new AdmissionAnswer(
                false, "\n\nno <way>", List.of(), List.of(new PatchOperation("add", "/a", Value.NULL))));

        assertThat(response.get("allowed")).hasValue(Value.of(false));
        assertThat(response.object("status").flatMap(status -> status.text("status")))
                .hasValue("Failure");
        assertThat(response.object("status").flatMap(status -> status.text("message")))
                .hasValue("\n\nno <way>");
        assertThat(response.members()).doesNotContainKeys("patch", "patchType");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`'uid':'u-1',`|``|MISSING_FIELD|request.uid",
                "`'uid':'u-1'`|`'uid':7`|WRONG_TYPE|request.uid",
                "`'version':'v1','kind':'Pod'},`|`'version':'v1'},`|MISSING_FIELD|request.kind.kind",
                "`'operation':'UPDATE'`|`'operation':'PATCH'`|WRONG_VALUE|request.operation",
                "`'operation':'UPDATE',`|``|MISSING_FIELD|request.operation",
                "`'groups':['dev','ops']`|`'groups':['dev',1]`|WRONG_TYPE|request.userInfo.groups",
                "`'k':['a','b']`|`'k':'a'`|WRONG_TYPE|request.userInfo.extra.k",
                "`'dryRun':true`|`'dryRun':'yes'`|WRONG_TYPE|request.dryRun",
                "`'oldObject':{'kind':'Pod'}`|`'oldObject':[]`|WRONG_TYPE|request.oldObject",
                "`'namespace':'shop','operation'`|`'namespace':{},'operation'`|WRONG_TYPE|request.namespace",
            })
    void a_field_that_is_missing_or_wrong_is_named(String found, String instead, String code, String place) {
        String request = REQUEST.replace(found, instead);
        assertThat(request).isNotEqualTo(REQUEST);

        assertThatExceptionOfType(AdmissionReviewException.class)
                .isThrownBy(() -> AdmissionReviewCodec.read(review(request)))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.place()).isEqualTo(place);
                    assertThat(e.expected()).isNotEmpty();
                    assertThat(e.remedy()).isNotEmpty();
                    assertThat(e.getMessage()).startsWith(place);
                });
    }

    @Test
    void an_update_without_its_object_is_an_error() {
        assertThatExceptionOfType(AdmissionReviewException.class)
                .isThrownBy(() -> AdmissionReviewCodec.read(review(REQUEST.replace(POD, "null"))))
                .extracting(AdmissionReviewException::place)
                .isEqualTo("request.object");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|NOT_JSON",
                "`{`|NOT_JSON",
                "`[]`|WRONG_TYPE",
                "`null`|WRONG_TYPE",
                "`{}`|MISSING_FIELD",
                "`{'apiVersion':'admission.k8s.io/v2','kind':'AdmissionReview'}`|WRONG_VALUE",
                "`{'apiVersion':'admission.k8s.io/v1','kind':'Pod'}`|WRONG_VALUE",
                "`{'apiVersion':'admission.k8s.io/v1','kind':'AdmissionReview'}`|MISSING_FIELD",
            })
    void a_body_that_is_no_review_is_an_error(String body, String code) {
        assertThatExceptionOfType(AdmissionReviewException.class)
                .isThrownBy(() -> AdmissionReviewCodec.read(json(body)))
                .extracting(AdmissionReviewException::code)
                .isEqualTo(code);
    }

    @Test
    void nesting_beyond_the_bound_is_an_error() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        assertThatExceptionOfType(AdmissionReviewException.class)
                .isThrownBy(() -> AdmissionReviewCodec.read(review(REQUEST.replace(POD, "{'a':" + deep + "}"))))
                .extracting(AdmissionReviewException::code, type(String.class))
                .isEqualTo("TOO_DEEP");
    }
}
