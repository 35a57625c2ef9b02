package naru.cli.lab;

import java.util.List;
import naru.wire.LabRequests.Incident;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The parameter that names an incident. */
final class IncidentParameter {

    /** Each is of one true story. */
    static final List<String> KNOWN = List.of("host-mark");

    private final PositionalParamSpec name =
            PositionalParamSpec.builder()
                    .required(true)
                    .type(String.class)
                    .paramLabel("NAME")
                    .description(String.join(", ", KNOWN) + ".")
                    .build();

    String name() {
        return name.getValue();
    }

    Incident incident() {
        return new Incident(name());
    }

    List<PositionalParamSpec> all() {
        return List.of(name);
    }
}
