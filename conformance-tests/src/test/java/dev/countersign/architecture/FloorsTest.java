package dev.countersign.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The floors of the design: who may import whom, and what may stand in a public signature. */
class FloorsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.countersign");

    private static final String[] POLICY_MODEL = {
        "dev.countersign.document..",
        "dev.countersign.cluster",
        "dev.countersign.policy..",
        "dev.countersign.expression..",
        "dev.countersign.image.."
    };
    private static final String[] TRUST_ROOT = {"dev.countersign.crypto..", "dev.countersign.trust.."};
    private static final String[] VERIFIER_CORE = {
        "dev.countersign.engine..",
        "dev.countersign.clusterimagepolicy..",
        "dev.countersign.verify..",
        "dev.countersign.registry..",
        "dev.countersign.cluster.manifests..",
        "dev.countersign.admission..",
        "dev.countersign.report.."
    };
    private static final String[] MATCH_CONDITIONS = {"dev.countersign.cel.."};
    private static final String[] CONFORMANCE = {"dev.countersign.testkit..", "dev.countersign.conformance.."};
    private static final String[] CLI = {"dev.countersign.cli.."};
    private static final String[] LIBRARY = Stream.of(POLICY_MODEL, TRUST_ROOT, VERIFIER_CORE, MATCH_CONDITIONS)
            .flatMap(Stream::of)
            .toArray(String[]::new);

    private static final Pattern FOREIGN = Pattern.compile("(com\\.fasterxml\\.|org\\.bouncycastle\\.|org\\.yaml\\.|"
            + "com\\.google\\.re2j\\.|com\\.github\\.benmanes\\.|dev\\.sigstore\\.|"
            + "dev\\.cel\\.|com\\.google\\.common\\.|com\\.google\\.protobuf\\.).*");

    /** Declared types whose content can change. */
    private static final Set<String> MUTABLE_TYPES = Set.of(
            "java.util.ArrayList",
            "java.util.HashMap",
            "java.util.LinkedHashMap",
            "java.util.TreeMap",
            "java.util.HashSet",
            "java.util.LinkedHashSet",
            "java.util.TreeSet",
            "java.util.EnumMap",
            "java.util.concurrent.ConcurrentHashMap",
            "java.util.concurrent.ConcurrentMap",
            "java.util.concurrent.atomic.AtomicInteger",
            "java.util.concurrent.atomic.AtomicLong",
            "java.util.concurrent.atomic.AtomicReference",
            "java.util.concurrent.atomic.AtomicBoolean",
            "java.lang.StringBuilder",
            "java.lang.ThreadLocal");

    private static String[] all(String[]... floors) {
        return Stream.of(floors).flatMap(Stream::of).toArray(String[]::new);
    }

    private static void floor(String[] floor, String[]... above) {
        noClasses()
                .that()
                .resideInAnyPackage(floor)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(all(above))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void the_classes_of_all_floors_are_looked_at() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
                .contains(
                        "dev.countersign.document",
                        "dev.countersign.policy",
                        "dev.countersign.trust",
                        "dev.countersign.verify",
                        "dev.countersign.registry",
                        "dev.countersign.engine",
                        "dev.countersign.cel",
                        "dev.countersign.conformance");
    }

    @Test
    void every_class_belongs_to_a_floor() {
        classes().should().resideInAnyPackage(all(LIBRARY, CONFORMANCE, CLI)).check(CLASSES);
    }

    @Test
    void policy_model_imports_no_floor_above() {
        floor(POLICY_MODEL, MATCH_CONDITIONS, TRUST_ROOT, VERIFIER_CORE, CONFORMANCE, CLI);
    }

    @Test
    void trust_root_imports_no_floor_above() {
        floor(TRUST_ROOT, MATCH_CONDITIONS, VERIFIER_CORE, CONFORMANCE, CLI);
    }

    @Test
    void verifier_core_imports_no_floor_above() {
        floor(VERIFIER_CORE, MATCH_CONDITIONS, CONFORMANCE, CLI);
    }

    @Test
    void match_conditions_in_cel_stand_beside_the_floors() {
        floor(MATCH_CONDITIONS, TRUST_ROOT, VERIFIER_CORE, CONFORMANCE, CLI);
        noClasses()
                .that()
                .resideInAnyPackage(all(POLICY_MODEL, TRUST_ROOT, VERIFIER_CORE, CONFORMANCE))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.cel..", "com.google.protobuf..", "com.google.common..")
                .check(CLASSES);
    }

    @Test
    void conformance_does_not_import_the_command_line() {
        floor(CONFORMANCE, CLI);
    }

    @Test
    void trust_root_uses_only_documents_and_the_cluster_of_policy_model() {
        noClasses()
                .that()
                .resideInAnyPackage(TRUST_ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.countersign.policy..", "dev.countersign.expression..", "dev.countersign.image..")
                .check(CLASSES);
    }

    @Test
    void the_engine_uses_verify_and_verify_uses_the_registry_and_nothing_goes_back() {
        noClasses()
                .that()
                .resideInAPackage("dev.countersign.verify..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.countersign.engine..", "dev.countersign.admission..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("dev.countersign.registry..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.countersign.engine..", "dev.countersign.verify..", "dev.countersign.admission..")
                .check(CLASSES);
    }

    @Test
    void checks_never_fetch() {
        noClasses()
                .that()
                .resideInAPackage("dev.countersign.verify.check..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.countersign.registry..")
                        .and(not(DescribedPredicate.describe("a digest", (JavaClass found) -> found.getSimpleName()
                                .equals("Digest")))))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void the_engine_never_touches_a_key() {
        noClasses()
                .that()
                .resideInAPackage("dev.countersign.engine..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.countersign.crypto..", "java.security..")
                        .and(not(DescribedPredicate.describe(
                                "what is passed on to the verifier",
                                (JavaClass found) -> found.getSimpleName().equals("Cryptography")))))
                .check(CLASSES);
    }

    @Test
    void policy_model_does_no_network_io_and_no_cryptography() {
        noClasses()
                .that()
                .resideInAnyPackage(POLICY_MODEL)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "javax.net..", "javax.crypto..", "org.bouncycastle..")
                .check(CLASSES);
    }

    @Test
    void only_the_tuf_client_needs_sigstore_java() {
        Set<String> client = Set.of("SigstoreJavaTufClient", "TufKeys", "TufMemory");
        noClasses()
                .that()
                .resideInAnyPackage(all(POLICY_MODEL, TRUST_ROOT, VERIFIER_CORE))
                .and(not(DescribedPredicate.describe("of the TUF client", (JavaClass found) -> client.stream()
                        .anyMatch(name -> found.getName().matches(".*\\." + name + "(\\$.*)?")))))
                .and()
                // CEL brings Guava of its own, and is optional too.
                .resideOutsideOfPackage("dev.countersign.cel..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sigstore..", "com.google.gson..", "com.google.common..")
                .check(CLASSES);
    }

    @Test
    void top_packages_have_no_cycles() {
        slices().assignedFrom(new TopPackages()).should().beFreeOfCycles().check(CLASSES);
    }

    /**
     * The checks of policies, and the policies of policy-controller with theirs, stand above expressions, which stand above the model of
     * policies: they are slices of their own.
     */
    private static final class TopPackages implements SliceAssignment {
        private static final Pattern TOP =
                Pattern.compile("dev\\.countersign\\.(policy\\.check|policy\\.sigstore|[^.]+).*");

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            Matcher top = TOP.matcher(javaClass.getPackageName());
            return top.matches() ? SliceIdentifier.of(top.group(1)) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "top packages, policy.check and policy.sigstore";
        }
    }

    @Test
    void public_signatures_use_only_types_of_the_jdk_and_of_this_project() {
        ArchCondition<JavaCodeUnit> ownTypes = new ArchCondition<>("use no foreign type") {
            @Override
            public void check(JavaCodeUnit unit, ConditionEvents events) {
                Stream.concat(
                                Stream.of(unit.getRawReturnType()),
                                Stream.concat(unit.getRawParameterTypes().stream(), unit.getExceptionTypes().stream()))
                        .filter(type -> FOREIGN.matcher(
                                        type.getBaseComponentType().getName())
                                .matches())
                        .forEach(type -> events.add(
                                SimpleConditionEvent.violated(unit, unit.getFullName() + " shows " + type.getName())));
            }
        };
        ArchRule rule = codeUnits()
                .that()
                .arePublic()
                .or()
                .areProtected()
                .and()
                .areDeclaredInClassesThat(exported())
                .should(ownTypes);
        rule.check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> exported() {
        return DescribedPredicate.describe(
                "public classes of the library",
                found -> found.getModifiers().contains(JavaModifier.PUBLIC)
                        && Stream.of(LIBRARY)
                                .anyMatch(pattern -> resideInAPackage(pattern).test(found)));
    }

    @Test
    void library_modules_log_through_system_logger_and_print_nothing() {
        noClasses()
                .that()
                .resideInAnyPackage(LIBRARY)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.logging..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage(LIBRARY)
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }

    @Test
    void nothing_static_can_change() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat(resideInAnyPackage(LIBRARY))
                .should()
                .beFinal()
                .andShould(new ArchCondition<JavaField>("hold nothing that changes") {
                    @Override
                    public void check(JavaField field, ConditionEvents events) {
                        String type = field.getRawType().getName();
                        boolean array = field.getRawType().isArray()
                                && field.getModifiers().contains(JavaModifier.PUBLIC);
                        if (MUTABLE_TYPES.contains(type) || array) {
                            events.add(SimpleConditionEvent.violated(field, field.getFullName() + " is a " + type));
                        }
                    }
                })
                .check(CLASSES);
    }

    @Test
    void nothing_is_named_after_what_it_is_not() {
        List<String> vague = List.of("Utils", "Util", "Helper", "Manager", "Impl");
        noClasses()
                .should(be(DescribedPredicate.describe("named " + vague, (JavaClass found) -> vague.stream()
                        .anyMatch(found.getSimpleName()::endsWith))))
                .check(CLASSES);
    }
}
