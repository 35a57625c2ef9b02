package naru.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import naru.linux.ffi.Descriptor;
import naru.linux.layout.StructBytes;
import naru.testkit.CObject;
import naru.testkit.PrivateMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Small objects on their way into the kernel. */
@Tag("root")
class BpfObjectTest {

    private static final Path PINS = Path.of(PrivateMachine.BPF_MOUNT, "maps");
    private static final byte[] FRAME = new byte[64];

    private PrivateMachine machine;
    private int descriptors;

    @BeforeEach
    void aMachine() {
        descriptors = Descriptor.openCount();
        machine = new PrivateMachine();
        machine.run(() -> BpfFileSystem.prepare(Path.of(PrivateMachine.BPF_MOUNT), PINS));
    }

    @AfterEach
    void nothingIsLeft() {
        machine.close();
        assertThat(Descriptor.openCount()).isEqualTo(descriptors);
    }

    @Test
    void aConstantIsWhatWasSetBeforeLoading() {
        byte[] object =
                CObject.compile(
                        """
                        const volatile __u32 before = 1, answer = 2, after = 3;
                        SEC("tc") int ask(struct __sk_buff *ctx) { return before * 100 + answer * 10 + after; }
                        """);
        machine.run(
                () -> {
                    byte[] value = new byte[4];
                    StructBytes.putU32(value, 0, 4);
                    try (BpfObject opened = BpfObject.open("constants", object, PINS)) {
                        opened.setConstant("answer", value);
                        opened.load();
                        try (BpfProgram program = opened.program("ask")) {
                            assertThat(program.testRun(FRAME, SkbContext.EMPTY).verdict())
                                    .isEqualTo(143);
                        }
                    }
                });
    }

    @Test
    void aConstantOfAnotherNameOrSizeIsRefused() {
        byte[] object =
                CObject.compile(
                        """
                        const volatile __u32 answer = 2;
                        SEC("tc") int ask(struct __sk_buff *ctx) { return answer; }
                        """);
        machine.run(
                () -> {
                    try (BpfObject opened = BpfObject.open("constants", object, PINS)) {
                        assertThatThrownBy(() -> opened.setConstant("question", new byte[4]))
                                .hasMessageContaining("no constant question");
                        assertThatThrownBy(() -> opened.setConstant("answer", new byte[8]))
                                .hasMessageContaining("has 4 bytes, not 8");
                    }
                });
    }

    @Test
    void theVerifiersLastWordsAreInTheMessageAndItsLogIsKept() {
        byte[] object =
                CObject.compile(
                        """
                        SEC("tc") int refused(struct __sk_buff *ctx)
                        {
                        	return *(int *)(long)ctx->data;
                        }
                        """);
        machine.run(
                () -> {
                    try (BpfObject opened = BpfObject.open("refused", object, PINS)) {
                        assertThatThrownBy(opened::load)
                                .isInstanceOfSatisfying(
                                        VerifierException.class,
                                        e -> assertThat(e.log()).contains("R1"))
                                .hasMessageContaining("loading refused: EACCES")
                                .hasMessageContaining("invalid access to packet")
                                .hasMessageNotContaining("processed ");
                    }
                });
    }

    @Test
    void whatIsNoObjectIsRefusedWithLibbpfsWords() {
        byte[] garbage = CObject.compile("");
        garbage[18] = 62; // a machine that is not BPF
        machine.run(
                () ->
                        assertThatThrownBy(() -> BpfObject.open("garbage", garbage, PINS))
                                .hasMessageContaining("loading garbage")
                                .hasMessageContaining("not a valid eBPF object"));
    }

    @Test
    void aPerCpuMapHasAValueForEachCpu() {
        byte[] object =
                CObject.compile(
                        """
                        struct {
                        	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
                        	__uint(max_entries, 4);
                        	__type(key, __u32);
                        	__type(value, __u32);
                        } counters SEC(".maps");
                        SEC("tc") int count(struct __sk_buff *ctx)
                        {
                        	__u32 key = 7, one = 1, *value = bpf_map_lookup_elem(&counters, &key);
                        	if (value)
                        		*value += 1;
                        	else
                        		bpf_map_update_elem(&counters, &key, &one, BPF_ANY);
                        	return 0;
                        }
                        """);
        machine.run(
                () -> {
                    try (BpfObject opened = BpfObject.open("percpu", object, PINS)) {
                        opened.load();
                        try (BpfMap map = opened.map("counters");
                                BpfProgram program = opened.program("count")) {
                            program.testRun(FRAME, SkbContext.EMPTY, 5);
                            byte[] values = map.lookup(key(7)).orElseThrow();
                            assertThat(values.length % 8).isZero();
                            long sum = 0;
                            for (int at = 0; at < values.length; at += 8) {
                                sum += StructBytes.getU32(values, at);
                            }
                            assertThat(sum).isEqualTo(5);
                            assertThat(map.count()).isEqualTo(1);
                        }
                    }
                });
    }

    @Test
    void aRingBufferGivesEachRecordOnceAlsoAfterItsEnd() {
        byte[] object =
                CObject.compile(
                        """
                        struct {
                        	__uint(type, BPF_MAP_TYPE_RINGBUF);
                        	__uint(max_entries, 4096);
                        } ring SEC(".maps");
                        __u64 next = 0;
                        SEC("tc") int report(struct __sk_buff *ctx)
                        {
                        	__u64 *number = bpf_ringbuf_reserve(&ring, 24, 0);
                        	if (!number)
                        		return 1;
                        	*number = next++;
                        	if (*number % 10 == 9)
                        		bpf_ringbuf_discard(number, 0);
                        	else
                        		bpf_ringbuf_submit(number, 0);
                        	return 0;
                        }
                        """);
        machine.run(
                () -> {
                    try (BpfObject opened = BpfObject.open("ring", object, PINS)) {
                        opened.load();
                        try (RingBuffer ring = new RingBuffer(opened.map("ring"));
                                BpfProgram program = opened.program("report")) {
                            assertThat(ring.await(0)).isFalse();
                            long expected = 0;
                            for (int round = 0; round < 100; round++) {
                                program.testRun(FRAME, SkbContext.EMPTY, 10);
                                assertThat(ring.await(1000)).isTrue();
                                assertThat(numbers(ring)).containsExactlyElementsOf(nine(expected));
                                expected += 10;
                            }
                        }
                    }
                });
    }

    private static List<Long> numbers(RingBuffer ring) {
        List<Long> numbers = new ArrayList<>();
        ring.drain(
                record -> {
                    assertThat(record.byteSize()).isEqualTo(24);
                    numbers.add(record.get(ValueLayout.JAVA_LONG, 0));
                });
        return numbers;
    }

    private static List<Long> nine(long from) {
        return LongStream.range(from, from + 9).boxed().toList();
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(number).array();
    }
}
