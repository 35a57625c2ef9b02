package naru.cli.command;

import picocli.CommandLine.Option;

/** How an answer is shown. */
public final class OutputOption {

    /** Text is for people, JSON for programs. */
    public enum Form {
        TEXT,
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "json",
            description = "Form of the answer: text (default) or json.")
    Form form = Form.TEXT;

    public boolean isJson() {
        return form == Form.JSON;
    }
}
