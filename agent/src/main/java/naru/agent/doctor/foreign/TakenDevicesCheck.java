package naru.agent.doctor.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import naru.agent.doctor.Check;
import naru.agent.doctor.Finding;

/** Whether NetworkManager takes pods' devices for its own, by what it notes of each device. */
public final class TakenDevicesCheck implements Check {

    private final Path root;
    private final Callable<Map<Integer, String>> devices;

    /**
     * @param root of the file system that holds its notes
     * @param devices of pods: number to name
     */
    public TakenDevicesCheck(Path root, Callable<Map<Integer, String>> devices) {
        this.root = root;
        this.devices = devices;
    }

    @Override
    public String name() {
        return "network-manager";
    }

    @Override
    public List<Finding> look() throws Exception {
        Path notes = root.resolve("run/NetworkManager/devices");
        if (!Files.isDirectory(notes)) {
            return List.of(); // it does not run
        }
        List<String> managed = new ArrayList<>();
        for (Map.Entry<Integer, String> device : devices.call().entrySet()) {
            if (isManaged(notes.resolve(device.getKey().toString()))) {
                managed.add(device.getValue());
            }
        }
        return managed.isEmpty() ? List.of() : List.of(finding(managed));
    }

    private static boolean isManaged(Path note) throws IOException {
        return Files.isReadable(note)
                && Files.readAllLines(note).stream()
                        .map(line -> line.replace(" ", ""))
                        .anyMatch(line -> line.equals("managed=true") || line.equals("managed=1"));
    }

    private Finding finding(List<String> managed) {
        return new Finding(
                name(),
                "NetworkManager takes pods' devices for its own, and changes them",
                String.join(", ", managed),
                "its notes in %s say managed=true"
                        .formatted(root.resolve("run/NetworkManager/devices")),
                "nothing tells it to leave them alone",
                "put `[keyfile]` and `unmanaged-devices=interface-name:naru*` into"
                        + " /etc/NetworkManager/conf.d/naru.conf, then `nmcli general reload`");
    }
}
