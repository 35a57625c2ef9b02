package naru.cli.command;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** How an answer is shown. */
public final class OutputOption {

    /** Text is for people, JSON for programs. */
    public enum Form {
        TEXT,
        JSON
    }

    private final OptionSpec form =
            OptionSpec.builder("-o", "--output")
                    .type(Form.class)
                    .initialValue(Form.TEXT)
                    .paramLabel("json")
                    .description("Form of the answer: text (default) or json.")
                    .build();

    public boolean isJson() {
        return form.getValue() == Form.JSON;
    }

    /** What a command takes. */
    public List<OptionSpec> all() {
        return List.of(form);
    }
}
