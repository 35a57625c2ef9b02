package naru.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import naru.model.ClusterObject;
import naru.model.Namespace;
import naru.model.ObjectKey;
import naru.testkit.fuzz.Fuzzing;
import naru.watch.manifest.ManifestObject;
import naru.watch.manifest.ManifestReader;
import naru.watch.manifest.ManifestReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A folder in which one file went bad. */
@Timeout(3600)
class FolderStateFuzzTest {

    private static final String NEIGHBOUR =
            "{apiVersion: v1, kind: Namespace, metadata: {name: beside, labels: {good: 'yes'}}}";

    @Test
    void aBadFileDisturbsNoOtherAndKeepsItsLastGoodState() {
        String good = "{apiVersion: v1, kind: Namespace, metadata: {name: before}}";
        Fuzzing.of("manifest-yaml").inputs(700).run(input -> check(good, input));
    }

    private static void check(String good, byte[] input) {
        FolderState state = new FolderState();
        Map<ObjectKey, ClusterObject> told = new HashMap<>();
        state.read("a.yaml", ManifestReader.read("a.yaml", good));
        state.read("b.yaml", ManifestReader.read("b.yaml", NEIGHBOUR));
        tell(state.takeEvents(), told);
        ManifestReading bad =
                ManifestReader.read("a.yaml", new String(input, StandardCharsets.UTF_8));
        state.read("a.yaml", bad);
        tell(state.takeEvents(), told);

        ObjectKey before = new ObjectKey(ObjectKey.Kind.NAMESPACE, "", "before");
        Set<ObjectKey> read =
                bad.objects().stream()
                        .map(ManifestObject::object)
                        .map(ClusterObject::key)
                        .collect(Collectors.toSet());
        assertThat(told.get(new ObjectKey(ObjectKey.Kind.NAMESPACE, "", "beside")))
                .isEqualTo(new Namespace("beside", Map.of("good", "yes")));
        assertThat(told.containsKey(before))
                .isEqualTo(
                        !bad.complete() || bad.refused().contains(before) || read.contains(before));

        state.gone("a.yaml");
        tell(state.takeEvents(), told);
        assertThat(told).hasSize(1);
    }

    private static void tell(List<ObjectEvent> events, Map<ObjectKey, ClusterObject> told) {
        for (ObjectEvent event : events) {
            switch (event) {
                case ObjectEvent.Put put -> told.put(put.object().key(), put.object());
                case ObjectEvent.Removed removed ->
                        assertThat(told.remove(removed.key())).isNotNull();
                case ObjectEvent.ProblemsChanged _,
                        ObjectEvent.Revision _,
                        ObjectEvent.Synced _ -> {}
            }
        }
    }
}
