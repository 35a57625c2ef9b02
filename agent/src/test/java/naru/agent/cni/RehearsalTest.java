package naru.agent.cni;

import static org.assertj.core.api.Assertions.assertThat;

import naru.agent.endpoint.Calm;
import naru.linux.netlink.Link;
import naru.testkit.ThrowAwayNetns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An agent that has come up attaches pods for show, and nobody notices. */
@Tag("root")
class RehearsalTest {

    private final ThrowAwayNetns node = ThrowAwayNetns.create("node");
    private final Calm calm = new Calm();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void podsAreAttachedForShowAndTheNodeSeesNothingOfThem() throws Exception {
        Rehearsal rehearsal = new Rehearsal(calm);
        node.call(() -> perform(rehearsal));
        assertThat(rehearsal.attached()).isEqualTo(Rehearsal.ROUNDS);
        assertThat(node.netlink().links()).extracting(Link::name).containsExactly("lo");
    }

    @Test
    void whereARuntimeAsksForSomethingRealThereIsNone() throws Exception {
        calm.begin();
        calm.end();
        Rehearsal rehearsal = new Rehearsal(calm);
        node.call(() -> perform(rehearsal));
        assertThat(rehearsal.attached()).isZero();
    }

    private static boolean perform(Rehearsal rehearsal) {
        rehearsal.perform();
        return true;
    }
}
