package naru.cli.lab;

import java.io.IOException;
import naru.cli.Surroundings;
import naru.wire.BuiltTree;
import naru.wire.LabPlaces;
import naru.wire.LabReplies.NodeRow;
import naru.wire.LabReplies.Outcome;
import naru.wire.LabReplies.PodRow;
import naru.wire.LabRequests.Up;

/** Brings a lab up, or leaves nothing. */
final class LabStart {

    private final LabPlaces places;
    private final Surroundings surroundings;
    private final LabHost host;

    LabStart(LabPlaces places, Surroundings surroundings) {
        this.places = places;
        this.surroundings = surroundings;
        this.host = new LabHost(places, surroundings.variables());
    }

    BuiltTree tree() {
        return host.tree();
    }

    /** Makes the request once the daemon is there. */
    @FunctionalInterface
    interface Wish {
        Up make() throws IOException;
    }

    /** What was refused leaves nothing up; what is only slow stays, to be looked at. */
    Outcome bringUp(Wish wish) throws IOException {
        host.startDaemon();
        boolean stays = false;
        try (LabConnection connection = LabConnection.to(places)) {
            Waiting waiting = new Waiting(surroundings.err(), "bringing up lab " + places.name());
            Outcome outcome = connection.ask("up", wish.make(), Outcome.class, waiting);
            stays = outcome.refused().isEmpty();
            return outcome;
        } finally {
            if (!stays) {
                host.takeDown();
            }
        }
    }

    void printWhatIsWhere() throws IOException {
        try (LabConnection connection = LabConnection.to(places)) {
            surroundings.print(
                    LabTables.nodes(
                            connection.ask("nodes", null, NodeRow[].class), surroundings.paint()));
            PodRow[] pods = connection.ask("pods", null, PodRow[].class);
            if (pods.length > 0) {
                surroundings.out().println();
                surroundings.print(LabTables.pods(pods, surroundings.paint()));
            }
        }
    }
}
