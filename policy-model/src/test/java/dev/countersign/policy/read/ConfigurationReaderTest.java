package dev.countersign.policy.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.document.Issue;
import dev.countersign.image.ReferenceDefaults;
import dev.countersign.policy.KyvernoConfiguration;
import dev.countersign.policy.KyvernoConfiguration.FilteredObjects;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationReaderTest {
    private static ConfigurationReading read(String data) {
        return readDocument("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kyverno}\ndata:\n" + data);
    }

    private static ConfigurationReading readDocument(String text) {
        return ConfigurationReader.read("kyverno.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void what_a_config_map_says_is_read() {
        ConfigurationReading reading = read("""
                  defaultRegistry: ghcr.io/mirror
                  enableDefaultRegistryMutation: "false"
                  excludeGroups: "system:nodes, !system:masters,"
                  excludeUsernames: "!root"
                  resourceFilters: '[Event,*,*][*/*,kube-system,*] [Pod,shop,web-*]'
                  webhooks: '{}'
                """);

        assertThat(reading.issues()).isEmpty();
        KyvernoConfiguration found = reading.configuration();
        assertThat(found.references()).isEqualTo(new ReferenceDefaults("ghcr.io/mirror", false));
        assertThat(found.excluded().groups()).containsExactly("system:nodes");
        assertThat(found.excluded().usernames()).isEmpty();
        assertThat(found.included().groups()).containsExactly("system:masters");
        assertThat(found.included().usernames()).containsExactly("root");
        assertThat(found.resourceFilters())
                .extracting(FilteredObjects::namespace)
                .containsExactly("*", "kube-system", "shop");
        assertThat(found.resourceFilters()).extracting(FilteredObjects::name).containsExactly("*", "*", "web-*");
    }

    @Test
    void an_empty_config_map_is_kyvernos_default() {
        assertThat(read("  {}").configuration()).isEqualTo(KyvernoConfiguration.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "defaultRegistry: registry.test:5000",
                "enableDefaultRegistryMutation: 'no'",
                "resourceFilters: '[Pod,a,b,c]'",
                "resourceFilters: '[,a,b]'",
                "resourceFilters: '[Pod,a,b'"
            })
    void what_kyverno_ignores_in_silence_is_a_warning_with_its_place(String member) {
        ConfigurationReading reading = read("  " + member + "\n");

        assertThat(reading.configuration()).isEqualTo(KyvernoConfiguration.DEFAULT);
        assertThat(reading.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.severity()).isEqualTo(Issue.Severity.WARNING);
            assertThat(issue.location().line()).isEqualTo(5);
            assertThat(issue.path()).isEqualTo("data." + member.substring(0, member.indexOf(':')));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "just text",
                "{apiVersion: v1, kind: Secret}",
                "{apiVersion: v1, kind: ConfigMap}\n---\n{apiVersion: v1, kind: ConfigMap}",
                "{apiVersion: v1, kind: ConfigMap, data: {excludeGroups: [a], excludeUsernames: b}}"
            })
    void what_is_no_config_map_is_an_error_and_configures_nothing(String text) {
        ConfigurationReading reading = readDocument(text);

        assertThat(reading.configuration()).isEqualTo(KyvernoConfiguration.DEFAULT);
        assertThat(reading.issues()).anyMatch(issue -> issue.severity() == Issue.Severity.ERROR);
    }
}
