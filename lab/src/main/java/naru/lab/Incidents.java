package naru.lab;

import java.util.Map;
import naru.wire.Operation.Refusal;

/** {@code incident} and {@code repair}: what went wrong in a true story, done again and mended. */
final class Incidents {

    /** The host's packets are told by a mark, and nothing sets the mark. */
    private static final Map<String, String> HOST_MARK =
            Map.of("host-identity", "mark", "install-iptables-rules", "false");

    private static final Map<String, String> HOST_MARK_REPAIR =
            Map.of("install-iptables-rules", "true");

    private final Configuring configuring;

    Incidents(Configuring configuring) {
        this.configuring = configuring;
    }

    void happen(String name, OutcomeNotes notes) throws Refusal, InterruptedException {
        requireKnown(name);
        configuring.change("", HOST_MARK, notes);
    }

    void repair(String name, OutcomeNotes notes) throws Refusal, InterruptedException {
        requireKnown(name);
        configuring.change("", HOST_MARK_REPAIR, notes);
    }

    private static void requireKnown(String name) throws Refusal {
        if (!name.equals("host-mark")) {
            throw Refusal.usage(
                    "incident " + name + " is not in this version", "there is host-mark");
        }
    }
}
