package naru.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import naru.bench.BenchOptions.Form;
import naru.bench.BenchOptions.Section;
import naru.bench.datapath.Pace;
import naru.bench.load.Work;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {

    private static BenchOptions parse(String... words) {
        return BenchOptions.parse(List.of(words), Map.of());
    }

    @Test
    void theShortFormAsATableIsWhatOneGets() {
        BenchOptions options = parse("datapath");
        assertThat(options.section()).isEqualTo(Section.DATAPATH);
        assertThat(options.form()).isEqualTo(Form.TABLE);
        assertThat(options.pace()).isEqualTo(Pace.SHORT);
        assertThat(options.lab()).isEqualTo("bench");
        assertThat(options.help()).isFalse();
    }

    @Test
    void optionsMayStandAnywhere() {
        BenchOptions options = parse("--long", "cni", "-o", "json", "--name", "mine");
        assertThat(options.section()).isEqualTo(Section.CNI);
        assertThat(options.form()).isEqualTo(Form.JSON);
        assertThat(options.pace()).isEqualTo(Pace.LONG);
        assertThat(options.lab()).isEqualTo("mine");
    }

    @Test
    void pairsAndSlicesCanBeChosen() {
        Pace pace = parse("datapath", "--pairs", "3", "--slice", "2").pace();
        assertThat(pace).isEqualTo(new Pace("short, changed", 3, 3, 2000, List.of(Work.values())));
    }

    @Test
    void someOfThePacketsWorkCanBeChosen() {
        assertThat(parse("datapath", "--only", "udp,tcp-rr").pace().works())
                .containsExactly(Work.DATAGRAM, Work.REQUEST);
        assertThatThrownBy(() -> parse("datapath", "--only", "sctp"))
                .hasMessageContaining("\"sctp\"")
                .hasMessageContaining("tcp-crr");
    }

    @Test
    void theEnvironmentNamesTheLab() {
        assertThat(BenchOptions.parse(List.of("cni"), Map.of("NARU_LAB", "env")).lab())
                .isEqualTo("env");
    }

    @Test
    void whatIsNotKnownIsNamed() {
        assertThatThrownBy(() -> parse("speed")).hasMessageContaining("\"speed\"");
        assertThatThrownBy(() -> parse("cni", "policy")).hasMessageContaining("\"policy\"");
        assertThatThrownBy(() -> parse("cni", "--pairs", "0")).hasMessageContaining("1 to 1000");
        assertThatThrownBy(() -> parse("cni", "--pairs")).hasMessageContaining("needs a value");
        assertThatThrownBy(() -> parse("--long")).hasMessageContaining("what");
        assertThatThrownBy(() -> parse("cni", "-o", "xml")).hasMessageContaining("\"xml\"");
    }

    @Test
    void helpNeedsNothingElse() {
        assertThat(parse().help()).isTrue();
        assertThat(parse("--help").help()).isTrue();
        assertThat(BenchOptions.HELP).contains("Example:").contains("datapath", "cni", "policy");
        assertThat(BenchOptions.HELP.lines()).allMatch(line -> line.length() <= 120);
    }
}
