package naru.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import naru.model.Namespace;
import naru.model.ObjectKey;
import naru.model.ObjectKey.Kind;
import naru.watch.manifest.ManifestProblem;
import naru.watch.manifest.ManifestReader;
import org.junit.jupiter.api.Test;

class FolderStateTest {

    private final FolderState state = new FolderState();

    private static String namespace(String name, String team) {
        return "---\n{apiVersion: v1, kind: Namespace, metadata: {name: "
                + name
                + ", labels: {team: "
                + team
                + "}}}\n";
    }

    private List<ObjectEvent> read(String file, String... documents) {
        state.read(file, ManifestReader.read(file, String.join("", documents)));
        return state.takeEvents();
    }

    private static List<String> shown(List<ObjectEvent> events) {
        return events.stream()
                .map(
                        event ->
                                switch (event) {
                                    case ObjectEvent.Put put ->
                                            "put "
                                                    + put.object().key().name()
                                                    + " of team "
                                                    + ((Namespace) put.object())
                                                            .labels()
                                                            .get("team");
                                    case ObjectEvent.Removed(ObjectKey key) ->
                                            "removed " + key.name();
                                    case ObjectEvent.ProblemsChanged(
                                                    String part,
                                                    List<ManifestProblem> problems) ->
                                            part + " has " + problems;
                                    case ObjectEvent.Revision(long number) -> "revision " + number;
                                    case ObjectEvent.Synced _ -> "synced";
                                })
                .toList();
    }

    @Test
    void onlyWhatDiffersIsTold() {
        assertThat(shown(read("a.yaml", namespace("x", "red"), namespace("y", "red"))))
                .containsExactly("put x of team red", "put y of team red");

        assertThat(shown(read("a.yaml", namespace("y", "red"), namespace("x", "blue"))))
                .containsExactly("put x of team blue");
        assertThat(read("a.yaml", namespace("x", "blue"), namespace("y", "red"))).isEmpty();
    }

    @Test
    void whatAFileNoLongerHoldsIsRemoved() {
        read("a.yaml", namespace("x", "red"), namespace("y", "red"));

        assertThat(shown(read("a.yaml", namespace("y", "red")))).containsExactly("removed x");

        state.gone("a.yaml");
        assertThat(shown(state.takeEvents())).containsExactly("removed y");
        assertThat(state.files()).isEmpty();
    }

    @Test
    void aFileThatIsRenamedChangesNothing() {
        read("a.yaml", namespace("x", "red"));

        state.gone("a.yaml");
        state.read("b.yaml", ManifestReader.read("b.yaml", namespace("x", "red")));

        assertThat(state.takeEvents()).isEmpty();
    }

    @Test
    void anObjectInTwoFilesIsTakenFromTheFirstByName() {
        read("b.yaml", namespace("x", "blue"));

        assertThat(shown(read("c.yaml", namespace("x", "cyan"))))
                .containsExactly(
                        "c.yaml has [c.yaml:2: Namespace x: is in b.yaml:2 too, and taken from there (keep one of"
                                + " them)]");
        assertThat(shown(read("a.yaml", namespace("x", "amber"))))
                .containsExactlyInAnyOrder(
                        "put x of team amber",
                        "b.yaml has [b.yaml:2: Namespace x: is in a.yaml:2 too, and taken from there (keep one of"
                                + " them)]",
                        "c.yaml has [c.yaml:2: Namespace x: is in a.yaml:2 too, and taken from there (keep one of"
                                + " them)]");

        state.gone("a.yaml");
        assertThat(shown(state.takeEvents()))
                .containsExactlyInAnyOrder(
                        "put x of team blue",
                        "b.yaml has []",
                        "c.yaml has [c.yaml:2: Namespace x: is in b.yaml:2 too, and taken from there (keep one of"
                                + " them)]");
    }

    @Test
    void anObjectTwiceInAFileIsTakenFromWhereItStandsFirst() {
        assertThat(shown(read("a.yaml", namespace("x", "red"), namespace("x", "blue"))))
                .containsExactly(
                        "put x of team red",
                        "a.yaml has [a.yaml:4: Namespace x: is in a.yaml:2 too, and taken from there (keep one of"
                                + " them)]");
    }

    @Test
    void aBrokenFileLeavesItsLastGoodState() {
        read("a.yaml", namespace("x", "red"), namespace("y", "red"));

        assertThat(shown(read("a.yaml", namespace("x", "blue"), "---\n{")))
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("put x of team blue"),
                        second ->
                                assertThat(second)
                                        .startsWith("a.yaml has [a.yaml:")
                                        .contains("is not YAML"));

        assertThat(shown(read("a.yaml", namespace("x", "blue"))))
                .containsExactly("removed y", "a.yaml has []");
    }

    @Test
    void aRefusedObjectLeavesItsLastGoodStateAndOnlyThat() {
        read("a.yaml", namespace("x", "red"), namespace("y", "red"), namespace("z", "red"));

        assertThat(shown(read("a.yaml", namespace("x", "5"), namespace("y", "blue"))))
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("put y of team blue"),
                        second -> assertThat(second).isEqualTo("removed z"),
                        third ->
                                assertThat(third)
                                        .contains("metadata.labels.team: must be a string"));
    }

    @Test
    void anObjectWithoutAUsableNameMightBeAnyOfThoseThatAreMissing() {
        read("a.yaml", namespace("x", "red"), namespace("y", "red"));

        List<ObjectEvent> events = read("a.yaml", namespace("x", "red"), namespace("Y", "red"));

        assertThat(events).singleElement().isInstanceOf(ObjectEvent.ProblemsChanged.class);
    }

    @Test
    void kindsThatAreNotOursAreSaidOnceForAllFiles() {
        String deployment = "---\n{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}\n";

        assertThat(read("a.yaml", deployment)).hasSize(1);
        assertThat(read("b.yaml", deployment)).isEmpty();
        assertThat(read("a.yaml", deployment)).isEmpty();
    }

    @Test
    void theFolderHasProblemsOfItsOwn() {
        read("f/a.yaml", namespace("x", "red"));
        ManifestProblem gone =
                new ManifestProblem(ManifestProblem.Severity.ERROR, "f", 0, "", "", "is gone", "");

        state.folderProblem("f", List.of(gone));
        assertThat(shown(state.takeEvents())).containsExactly("f has [f: is gone]");
        state.folderProblem("f", List.of());
        assertThat(shown(state.takeEvents())).containsExactly("f has []");
        assertThat(state.files()).containsExactly("f/a.yaml");
    }

    @Test
    void keysOfDifferentKindsDontMeet() {
        List<ObjectEvent> events =
                read(
                        "a.yaml",
                        namespace("x", "red"),
                        "---\n{apiVersion: v1, kind: Node, metadata: {name: x}}\n");

        assertThat(events)
                .extracting(it -> ((ObjectEvent.Put) it).object().key())
                .containsExactly(
                        new ObjectKey(Kind.NAMESPACE, "", "x"), new ObjectKey(Kind.NODE, "", "x"));
    }
}
