package naru.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import naru.wire.DoctorReply;
import naru.wire.LabPlaces;
import naru.wire.Operation.Refusal;
import naru.wire.WireClient;

/** What holds at the end of each test in a lab: the doctor finds nothing wrong at any node. */
public final class HealthyNodes {

    private HealthyNodes() {}

    /** Fails with what the doctors found. All agents of the lab must run. */
    public static void assertHealthy(String lab) throws IOException, Refusal {
        LabPlaces places = new LabPlaces(lab);
        List<String> said = new ArrayList<>();
        for (String node : nodes(places)) {
            try (WireClient client = WireClient.connect(places.agentSocket(node))) {
                DoctorReply reply = client.ask("doctor", null, DoctorReply.class);
                reply.findings().forEach(finding -> said.add(node + ": " + finding));
            }
        }
        assertThat(said).as("what the doctor finds in lab " + lab).isEmpty();
    }

    private static List<String> nodes(LabPlaces places) throws IOException {
        List<String> names = new ArrayList<>();
        Path folder = places.folder().resolve("nodes");
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> nodes = Files.newDirectoryStream(folder)) {
                nodes.forEach(node -> names.add(node.getFileName().toString()));
            }
        }
        return names;
    }
}
