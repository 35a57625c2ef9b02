package naru.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeadingOptionsTest {

    @Test
    void aChoiceBeforeTheCommandMovesBehindIt() {
        assertThat(moved("--node n1 bpf policy get shop/db"))
                .isEqualTo("bpf policy get shop/db --node n1");
        assertThat(moved("--name=blue --node n1 status")).isEqualTo("status --name=blue --node n1");
    }

    @Test
    void whatIsToBeRunInAPodStaysAsItIs() {
        assertThat(moved("--name blue lab exec shop/db -- ls --node x"))
                .isEqualTo("lab exec shop/db --name blue -- ls --node x");
    }

    @Test
    void allElseStaysAsItIs() {
        assertThat(moved("status --node n1")).isEqualTo("status --node n1");
        assertThat(moved("--help")).isEqualTo("--help");
        assertThat(moved("--node n1")).isEqualTo("--node n1");
    }

    private static String moved(String line) {
        return String.join(" ", LeadingOptions.behindTheCommand(line.split(" ")));
    }
}
