package naru.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Epochs are read before what they guard. The programs are stopped between their look-ups and what
 * they remember of them, policy changes, and they go on; and it is shown that the same test finds
 * the mistake of reading epochs after.
 */
@Tag("root")
class RaceTest {

    private static final int DENIED = 0;
    private static final int OUTLIVED = 10;

    private static final SeededBug STOP =
            new SeededBug(
                    "a program can be stopped",
                    "datapath/steps/policy_memo.h",
                    "#define POLICY_MEMO_PLACES 1024",
                    """
                    #define POLICY_MEMO_PLACES 1024

                    static long may_go_on(__u32 index, void *nothing)
                    {
                    	(void)index;
                    	(void)nothing;
                    	return flow_count(%1$d) != 0;
                    }

                    /* Tells that it has stopped, and waits to be told to go on; seconds at most. */
                    static __always_inline void stop(void)
                    {
                    	int i;

                    	if (config.dry_run)
                    		return;
                    	flow_count_add(%2$d, 1);
                    	for (i = 0; i < 64 && !flow_count(%1$d); i++)
                    		bpf_loop(1 << 23, may_go_on, 0, 0);
                    }
                    """
                            .formatted(RaceMain.GO_ON, RaceMain.STOPPED));

    private static final SeededBug BEFORE_THE_FLOW =
            new SeededBug(
                    "stops before it remembers the flow",
                    "datapath/steps/admit.h",
                    "	if (!flow)\n",
                    "	stop();\n	if (!flow)\n");

    private static final SeededBug FLOW_EPOCHS_AFTER =
            new SeededBug(
                    "reads the flow's epochs after its look-ups",
                    "datapath/steps/admit.h",
                    "	stop();\n",
                    """
                    	stop();
                    	packet->from.epoch = epoch_read(packet->from.place);
                    	packet->to.epoch = epoch_read(packet->to.place);
                    """);

    private static final SeededBug BEFORE_THE_ANSWER =
            new SeededBug(
                    "stops before it remembers policy's answer",
                    "datapath/steps/policy.h",
                    "	policy_look(question, memo);\n",
                    "	policy_look(question, memo);\n	stop();\n");

    private static final SeededBug ANSWER_EPOCH_AFTER =
            new SeededBug(
                    "reads the answer's epoch after its look-ups",
                    "datapath/steps/policy.h",
                    "	memo->epoch = epoch;",
                    "	memo->epoch = epoch_read(EPOCH_POLICY);");

    /** Nobody can say on which CPU a later packet comes by. */
    private static final SeededBug ONE_MEMORY =
            new SeededBug(
                    "all CPUs remember policy's answers together",
                    "datapath/steps/policy_memo.h",
                    "	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);\n",
                    "	__uint(type, BPF_MAP_TYPE_ARRAY);\n");

    @TempDir Path folder;

    @Test
    void aFlowThatWasAllowedWhileItsAllowWentIsJudgedAnew() throws Exception {
        assertThat(race("flow", BEFORE_THE_FLOW)).isEqualTo(DENIED);
    }

    @Test
    void ifEpochsWereReadAfterTheLookUpsItWouldLiveOn() throws Exception {
        assertThat(race("flow", BEFORE_THE_FLOW, FLOW_EPOCHS_AFTER)).isEqualTo(OUTLIVED);
    }

    @Test
    void anAnswerThatWasFoundWhileItsEntryWentIsNotGivenAgain() throws Exception {
        assertThat(race("answer", ONE_MEMORY, BEFORE_THE_ANSWER)).isEqualTo(DENIED);
    }

    @Test
    void ifItsEpochWereReadAfterTheLookUpsItWouldBe() throws Exception {
        assertThat(race("answer", ONE_MEMORY, BEFORE_THE_ANSWER, ANSWER_EPOCH_AFTER))
                .isEqualTo(OUTLIVED);
    }

    private int race(String what, SeededBug... changes) throws Exception {
        List<SeededBug> all = new ArrayList<>(List.of(STOP));
        all.addAll(List.of(changes));
        Tampered.Result result = Tampered.run(all, folder, RaceMain.class, what);
        assertThat(result.exit()).describedAs("%s", result.output()).isIn(DENIED, OUTLIVED);
        return result.exit();
    }
}
