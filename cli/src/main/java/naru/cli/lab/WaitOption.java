package naru.cli.lab;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** Whether a command waits until what it changed is in force. */
final class WaitOption {

    private final OptionSpec wait =
            OptionSpec.builder("--wait")
                    .type(boolean.class)
                    .initialValue(false)
                    .description("Return when all that is stored is in force on every node.")
                    .build();

    boolean isSet() {
        return wait.getValue();
    }

    List<OptionSpec> all() {
        return List.of(wait);
    }
}
