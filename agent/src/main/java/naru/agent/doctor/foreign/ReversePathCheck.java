package naru.agent.doctor.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import naru.agent.doctor.Check;
import naru.agent.doctor.Finding;
import naru.apply.device.Uplink;
import naru.linux.sysctl.Sysctl;

/**
 * Whether the kernel drops what comes in by one uplink and would be answered by another. It counts
 * what it drops for that, in the whole network namespace.
 */
public final class ReversePathCheck implements Check {

    /** Of the calling thread's network namespace. */
    private static final Path COUNTERS = Path.of("/proc/thread-self/net/netstat");

    private final Surroundings surroundings;

    public ReversePathCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "reverse-path";
    }

    @Override
    public List<Finding> look() throws IOException {
        List<Uplink> uplinks = surroundings.uplinks();
        long dropped = uplinks.size() < 2 ? 0 : dropped(Files.readAllLines(COUNTERS));
        List<Finding> found = new ArrayList<>();
        if (dropped > 0) {
            uplinks.stream()
                    .filter(uplink -> isStrict(uplink.name()))
                    .map(uplink -> finding(uplink, dropped))
                    .forEach(found::add);
        }
        return found;
    }

    /** The larger of both counts; 1 is strict. */
    private static boolean isStrict(String device) {
        return Math.max(value("all"), value(device)) == 1;
    }

    private static int value(String device) {
        return Sysctl.ipv4(device, "rp_filter").read().map(Integer::parseInt).orElse(0);
    }

    /** A line of names, then a line of numbers. */
    static long dropped(List<String> lines) {
        for (int i = 0; i + 1 < lines.size(); i++) {
            List<String> names = List.of(lines.get(i).split(" "));
            int at = names.indexOf("IPReversePathFilter");
            if (at > 0) {
                return Long.parseLong(lines.get(i + 1).split(" ")[at]);
            }
        }
        return 0;
    }

    private Finding finding(Uplink uplink, long dropped) {
        return new Finding(
                name(),
                "packets that come in by one uplink and are answered by another are dropped",
                uplink.name(),
                "rp_filter is 1 (strict) there, and the kernel has dropped %d packets for it"
                        .formatted(dropped),
                "there are several uplinks, and routes and replies do not agree on one",
                "`sysctl -w net.ipv4.conf.%s.rp_filter=2` and net.ipv4.conf.all.rp_filter, also in /etc/sysctl.d; or make the routes agree"
                        .formatted(uplink.name()));
    }
}
