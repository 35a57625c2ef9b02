package naru.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.CommandFailure;
import naru.cli.Surroundings;
import naru.cli.agents.AgentOptions;
import naru.cli.agents.Agents;
import naru.cli.agents.Agents.Answer;
import naru.cli.agents.Agents.Answers;
import naru.cli.line.Described;
import naru.cli.text.Table;
import naru.cli.text.Table.Cell;
import naru.cli.text.Table.Column;
import naru.wire.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * A command that shows rows of agents as one table, with a column for the node where several
 * answer.
 */
abstract class ListCommand<R> implements Callable<Integer> {

    private final Surroundings surroundings;
    private final String op;
    private final Class<R> rowType;

    private final AgentOptions agents = new AgentOptions();
    private final OutputOption output = new OutputOption();

    ListCommand(Surroundings surroundings, String op, Class<R> rowType) {
        this.surroundings = surroundings;
        this.op = op;
        this.rowType = rowType;
    }

    /** Its name and its help. */
    abstract Described described();

    /** The command as picocli takes it. */
    public CommandLine line() {
        return described().takes(agents.all()).takes(output.all()).line();
    }

    abstract List<Column> columns();

    /** One cell for each column. */
    abstract List<Cell> cells(R row);

    /** What the operation is asked with. */
    @Nullable Object arguments() {
        return null;
    }

    /** Whether agents may refuse as long as one of them answers: what is sought is on one node. */
    boolean oneIsEnough() {
        return false;
    }

    @Override
    public Integer call() throws IOException {
        Agents meant = Agents.meantBy(agents, surroundings);
        Agents.Question<JsonNode> question = client -> client.ask(op, arguments());
        Answers<JsonNode> all = oneIsEnough() ? meant.askEach(question) : meant.askAll(question);
        boolean showNode = all.answers().size() > 1;
        surroundings.print(output.isJson() ? json(all.answers()) : table(all.answers(), showNode));
        return all.failures().isEmpty() || oneIsEnough() ? 0 : CommandFailure.FAILED;
    }

    private static List<String> json(List<Answer<JsonNode>> answers) throws IOException {
        ArrayNode rows = ((ArrayNode) Json.tree(List.of()));
        for (Answer<JsonNode> answer : answers) {
            for (JsonNode row : answer.value()) {
                if (row instanceof ObjectNode object && !answer.node().isEmpty()) {
                    object.put("node", answer.node());
                }
                rows.add(row);
            }
        }
        return List.of(Json.pretty(rows));
    }

    private List<String> table(List<Answer<JsonNode>> answers, boolean showNode)
            throws IOException {
        List<Column> columns = new ArrayList<>(columns());
        if (showNode) {
            columns.addFirst(Column.of("NODE"));
        }
        Table table = new Table(columns);
        for (Answer<JsonNode> answer : answers) {
            for (JsonNode row : answer.value()) {
                List<Cell> cells = new ArrayList<>(cells(Json.read(row, rowType)));
                if (showNode) {
                    cells.addFirst(Cell.of(answer.node()));
                }
                table.add(cells);
            }
        }
        return table.lines(surroundings.paint());
    }
}
