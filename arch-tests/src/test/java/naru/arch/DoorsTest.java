package naru.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What may be reached only through one door, and what is pure. */
class DoorsTest {

    private static final Set<String> MATCHERS = Set.of("matches", "covers", "contains", "selects");
    private static final Set<String> NAMESPACE_CALLS = Set.of("setns", "unshare");

    @Test
    void onlyTheDoorToTheKernelLinksToC() {
        noClasses()
                .that()
                .resideOutsideOfPackage("naru.linux.ffi..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.Linker")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.SymbolLookup")
                .because("what can crash the JVM has one address")
                .check(Tree.product());
    }

    @Test
    void onlyOnePackageTakesThreadsToOtherNamespaces() {
        noClasses()
                .that()
                .resideOutsideOfPackages("naru.linux.netns..", "naru.testkit..")
                .should()
                .callMethodWhere(
                        DescribedPredicate.describe(
                                "setns or unshare",
                                call ->
                                        call.getTargetOwner()
                                                        .getName()
                                                        .equals("naru.linux.ffi.LibC")
                                                && NAMESPACE_CALLS.contains(
                                                        call.getTarget().getName())))
                .because("a thread that is elsewhere must wake nobody before it is back")
                .check(Tree.product());
    }

    @Test
    void whatMayRunInAnotherNamespaceStartsNoVirtualThreads() {
        noClasses()
                .that()
                .resideInAnyPackage("naru.linux..", "naru.datapath..", "naru.apply..")
                .should()
                .callMethod(Thread.class, "ofVirtual")
                .orShould()
                .callMethod(Thread.class, "startVirtualThread", Runnable.class)
                .orShould()
                .callMethod(Executors.class, "newVirtualThreadPerTaskExecutor")
                .because("a carrier that is started there stays there, and carries others")
                .check(Tree.product());
    }

    @Test
    void theCommandsDoNotTouchForeignMemory() {
        noClasses()
                .that()
                .resideInAnyPackage("naru.cli..", "naru.wire..", "naru.cni..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .because("setting up the linker costs a command 50 ms")
                .check(Tree.product());
    }

    @Test
    void theCompilerIsPure() {
        noClasses()
                .that()
                .resideInAnyPackage("naru.compile..", "naru.model..", "naru.naive..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.nio..",
                        "java.net..",
                        "java.util.concurrent..",
                        "java.sql..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .because("the same events must always give the same entries")
                .check(Tree.product());
    }

    @Test
    void explainAsksTheEvaluatorInsteadOfMatchingByItself() {
        noClasses()
                .that()
                .resideInAPackage("naru.explain..")
                .should()
                .callMethodWhere(
                        isMatcherOf(
                                "naru.model.LabelSelector",
                                "naru.model.LabelSelector$Requirement",
                                "naru.model.Ipv4Prefix",
                                "naru.compile.Selector",
                                "naru.compile.PolicyKey"))
                .because("two matchers would one day disagree")
                .check(Tree.product());
    }

    @Test
    void explainReadsRulesOnlyToProposeOne() {
        noClasses()
                .that()
                .resideInAPackage("naru.explain..")
                .and()
                .resideOutsideOfPackage("naru.explain.fix..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("naru\\.model\\.NetworkPolicy\\$(Peer|PodPeer|BlockPeer|Port.*)")
                .because("what a rule says is known to the compiler")
                .check(Tree.product());
    }

    @Test
    void theNaiveModelSharesNoCodeWithTheCompiler() {
        noClasses()
                .that()
                .resideInAPackage("naru.naive..")
                .should()
                .callMethodWhere(
                        isMatcherOf(
                                "naru.model.LabelSelector", "naru.model.LabelSelector$Requirement"))
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("naru.compile..")
                .because("a mistake that both make would be found by neither")
                .check(Tree.product());
    }

    @Test
    void testsWaitForConditionsAndMockNothing() {
        noClasses()
                .should()
                .callMethodWhere(
                        DescribedPredicate.describe(
                                "a sleep that is no pause between two looks",
                                call ->
                                        call.getTargetOwner().isEquivalentTo(Thread.class)
                                                && call.getTarget().getName().equals("sleep")
                                                && !call.getOrigin()
                                                        .getName()
                                                        .equals("eventually")))
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("org.mockito..", "org.easymock..")
                .check(Tree.tests());
    }

    /** Calls of what decides whether something matches. */
    private static DescribedPredicate<JavaCall<?>> isMatcherOf(String... owners) {
        return DescribedPredicate.describe(
                "a matcher of " + String.join(", ", owners),
                call ->
                        List.of(owners).contains(call.getTargetOwner().getName())
                                && MATCHERS.contains(call.getTarget().getName()));
    }
}
