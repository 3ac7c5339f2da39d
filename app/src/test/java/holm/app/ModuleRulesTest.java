package holm.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The module table of the design as a test: arrows of imports point up, and the core stays pure. */
class ModuleRulesTest {
    private static final ImportOption NO_TEST_JAR = location -> !location.contains("-tests.jar");

    private static final Set<String> CLOCKS_AND_DICE = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID",
            "java.util.random.RandomGenerator.getDefault");

    private static final JavaClasses HOLM = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(NO_TEST_JAR)
            .importPackages("holm");

    /** A module and the modules above it that it may import; the JDK and libraries are ruled elsewhere. */
    enum HolmModule {
        DOMAIN,
        FILES,
        SCHEDULING(DOMAIN),
        WIRE(DOMAIN),
        PERSISTENCE(DOMAIN),
        OVERLAY(DOMAIN, FILES),
        RUNTIMES(DOMAIN, FILES),
        WORKER(RUNTIMES, OVERLAY, WIRE, DOMAIN, FILES),
        CLUSTER(SCHEDULING, OVERLAY, PERSISTENCE, WIRE, DOMAIN),
        ROOT(SCHEDULING, OVERLAY, PERSISTENCE, WIRE, DOMAIN, FILES),
        APP(DOMAIN, FILES, SCHEDULING, WIRE, PERSISTENCE, OVERLAY, RUNTIMES, WORKER, CLUSTER, ROOT);

        private final HolmModule[] imports;

        HolmModule(HolmModule... imports) {
            this.imports = imports;
        }

        String packages() {
            return "holm." + name().toLowerCase(Locale.ROOT) + "..";
        }

        String[] allowed() {
            return Stream.concat(Stream.of(this), Arrays.stream(imports))
                    .map(HolmModule::packages)
                    .toArray(String[]::new);
        }
    }

    @ParameterizedTest
    @EnumSource
    void importsOnlyWhatStandsAboveIt(HolmModule module) {
        noClasses()
                .that()
                .resideInAPackage(module.packages())
                .should()
                .dependOnClassesThat(resideInAPackage("holm..").and(not(resideInAnyPackage(module.allowed()))))
                .allowEmptyShould(true)
                .check(HOLM);
    }

    @Test
    void everyClassBelongsToAModule() {
        String[] modules =
                Arrays.stream(HolmModule.values()).map(HolmModule::packages).toArray(String[]::new);
        classes().should().resideInAnyPackage(modules).check(HOLM);
        Assertions.assertThat(HOLM.contain("holm.app.package-info")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"holm.domain..", "holm.scheduling..", "holm.overlay.balance..", "holm.overlay.distance.."})
    void theCoreKnowsOnlyTheLanguageAndTheDomain(String core) {
        classes()
                .that()
                .resideInAPackage(core)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "java.lang..",
                                "java.util..",
                                "java.time..",
                                "java.math..",
                                "java.text..",
                                "java.net",
                                "java.nio",
                                "java.nio.charset",
                                "java.security",
                                "com.fasterxml.jackson.annotation..",
                                "org.jspecify..",
                                "holm.domain..",
                                core)
                        .or(primitives()))
                .allowEmptyShould(true)
                .check(HOLM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"holm.domain..", "holm.scheduling..", "holm.overlay.balance..", "holm.overlay.distance.."})
    void theCoreTouchesNeitherClockNorDiceNorTheOutside(String core) {
        noClasses()
                .that()
                .resideInAPackage(core)
                .should()
                .dependOnClassesThat(actsOnTheWorld())
                .orShould()
                .accessTargetWhere(readsAClockOrThrowsDice())
                .because("time, randomness, files and sockets are passed in (style rule 4)")
                .allowEmptyShould(true)
                .check(HOLM);
    }

    @Test
    void driversKnowNoActors() {
        noClasses()
                .that()
                .resideInAPackage("holm.runtimes..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.pekko..")
                .allowEmptyShould(true)
                .check(HOLM);
    }

    private static DescribedPredicate<JavaClass> primitives() {
        return DescribedPredicate.describe(
                "primitives and their arrays",
                found -> found.getBaseComponentType().isPrimitive());
    }

    private static DescribedPredicate<JavaClass> actsOnTheWorld() {
        return type(java.time.Clock.class)
                .or(type(java.util.Random.class))
                .or(type(java.util.concurrent.ThreadLocalRandom.class))
                .or(type(java.security.SecureRandom.class))
                .or(type(Thread.class))
                .or(type(Process.class))
                .or(type(ProcessBuilder.class))
                .or(type(Runtime.class))
                .or(type(java.util.Scanner.class))
                .or(type(java.util.Timer.class))
                .or(DescribedPredicate.describe("sockets and connections", ModuleRulesTest::opensConnections));
    }

    private static boolean opensConnections(JavaClass used) {
        return used.getPackageName().equals("java.net")
                && (used.getSimpleName().contains("Socket")
                        || used.getSimpleName().contains("Connection")
                        || used.getSimpleName().equals("URL")
                        || used.getSimpleName().equals("NetworkInterface"));
    }

    private static DescribedPredicate<JavaAccess<?>> readsAClockOrThrowsDice() {
        return DescribedPredicate.describe("reads a clock, the environment, or throws dice", access -> {
            JavaClass owner = access.getTargetOwner();
            String member = owner.getName() + "." + access.getTarget().getName();
            boolean now = owner.getPackageName().startsWith("java.time")
                    && access.getTarget().getName().equals("now");
            boolean unseeded = member.equals("java.util.SplittableRandom.<init>")
                    && access.getTarget().getFullName().endsWith("()");
            return now || unseeded || CLOCKS_AND_DICE.contains(member);
        });
    }
}
