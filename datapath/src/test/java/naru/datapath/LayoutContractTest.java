package naru.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import naru.datapath.abi.AbiNumbers;
import naru.datapath.abi.AbiShapes;
import naru.datapath.abi.DropReason;
import naru.datapath.abi.EndpointLayout;
import naru.datapath.abi.FlowFlags;
import naru.datapath.abi.PolicyKeyLayout;
import naru.datapath.abi.PolicyStatsKeyLayout;
import naru.datapath.abi.ReservedIdentity;
import naru.linux.layout.BtfFile;
import naru.linux.layout.EnumShape;
import naru.linux.layout.StructShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Java believes of shared structs is what the shipped objects say. */
class LayoutContractTest {

    private static final HexFormat HEX = HexFormat.of();

    @ParameterizedTest
    @EnumSource(Hook.class)
    void eachShippedObjectLaysItsStructsOutAsJavaReadsThem(Hook hook) {
        Map<String, StructShape> java =
                AbiShapes.ALL.stream()
                        .collect(Collectors.toMap(StructShape::name, Function.identity()));
        List<StructShape> shared =
                new BtfFile(HookPrograms.bytes(hook.program()))
                        .structs().stream().filter(s -> java.containsKey(s.name())).toList();
        assertThat(shared).hasSizeGreaterThan(5);
        assertThat(shared).allSatisfy(shape -> assertThat(shape).isEqualTo(java.get(shape.name())));
    }

    @ParameterizedTest
    @EnumSource(Hook.class)
    void eachShippedObjectNumbersItsConstantsAsJavaDoes(Hook hook) {
        List<EnumShape> enums = new BtfFile(HookPrograms.bytes(hook.program())).enums();
        assertThat(numbers(enums, "drop_reason")).isSubsetOf(javaDropReasons());
        assertThat(enums).extracting(EnumShape::name).doesNotContain("");
    }

    private static List<String> numbers(List<EnumShape> enums, String name) {
        return enums.stream()
                .filter(shape -> shape.name().equals(name))
                .flatMap(shape -> shape.values().stream())
                .map(value -> value.name() + "=" + value.number())
                .toList();
    }

    private static List<String> javaDropReasons() {
        return Arrays.stream(DropReason.values())
                .map(reason -> reason.cName() + "=" + reason.number())
                .toList();
    }

    @Test
    void eachDropReasonHasATextForPeople() {
        assertThat(DropReason.values())
                .allSatisfy(reason -> assertThat(reason.text()).isNotEqualTo(reason.cName()));
        assertThat(DropReason.of(133)).contains(DropReason.POLICY_DENIED);
        assertThat(DropReason.POLICY_DENIED.text()).isEqualTo("Policy denied");
        assertThat(DropReason.of(1)).isEmpty();
    }

    @Test
    void constantsHaveTheirNumbersFromC() {
        assertThat(ReservedIdentity.ALL_PODS.number()).isEqualTo(255);
        assertThat(FlowFlags.INGRESS_CHECKED.number()).isEqualTo(256);
        assertThat(AbiNumbers.EVENTS_RING_BYTES).isEqualTo(1 << 20);
        assertThat(AbiNumbers.HOST_MARK).isEqualTo(0xc00);
        assertThat(AbiNumbers.POLICY_PREFIX_FULL).isEqualTo(128);
    }

    @Test
    void aPolicyKeyHasTheseBytes() {
        byte[] bytes = new PolicyKeyLayout(128, 3, 0x11223344, 5, 1, 6, 8080).toBytes();
        assertThat(HEX.formatHex(bytes))
                .isEqualTo(
                        "80000000" + "03000000" + "44332211" + "05000000" + "01" + "06" + "1f90");
        assertThat(PolicyKeyLayout.read(bytes))
                .isEqualTo(new PolicyKeyLayout(128, 3, 0x11223344, 5, 1, 6, 8080));
    }

    @Test
    void anEndpointHasTheseBytes() {
        EndpointLayout endpoint =
                new EndpointLayout(7, 0xfffffffe, 9, 1500, 65535, 0x020000000001L, 0xfeffffffffffL);
        assertThat(HEX.formatHex(endpoint.toBytes()))
                .isEqualTo(
                        "07000000"
                                + "feffffff"
                                + "09000000"
                                + "dc050000"
                                + "ffff"
                                + "020000000001"
                                + "feffffffffff"
                                + "0000");
        assertThat(EndpointLayout.read(endpoint.toBytes())).isEqualTo(endpoint);
    }

    @Test
    void aCounterKeyHasTheseBytes() {
        byte[] bytes = new PolicyStatsKeyLayout(256, 1, 443, 12, 0, 6, 128).toBytes();
        assertThat(HEX.formatHex(bytes))
                .isEqualTo("00010000" + "01000000" + "01bb" + "0c00" + "00" + "06" + "80" + "00");
    }
}
