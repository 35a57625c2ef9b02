package naru.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RevisionsTest {

    private final Revisions revisions = new Revisions();

    @Test
    void aRevisionIsReachedWhenItIsInForceAndNotWhenItIsSeen() {
        CompletableFuture<Void> reached = revisions.await(3);
        revisions.seen(3);
        assertThat(reached).isNotDone();
        revisions.applied();
        assertThat(reached).isCompleted();
        assertThat(revisions.await(2)).isCompleted();
    }

    @Test
    void laterRevisionsContainEarlierOnes() {
        CompletableFuture<Void> reached = revisions.await(3);
        revisions.seen(5);
        revisions.seen(4);
        revisions.applied();
        assertThat(reached).isCompleted();
        assertThat(revisions.lastApplied()).isEqualTo(5);
    }
}
