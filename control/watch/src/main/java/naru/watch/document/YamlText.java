package naru.watch.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.watch.document.DocumentText.SyntaxError;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** YAML documents, with anchors, aliases and merge keys resolved. */
final class YamlText {

    private YamlText() {}

    static DocumentText parse(String text) {
        List<Document> documents = new ArrayList<>();
        try {
            LoaderOptions options = limits();
            Composer composer =
                    new Composer(
                            new ParserImpl(new StreamReader(text), options),
                            new YamlScalars(),
                            options);
            YamlTree tree = new YamlTree(text.length());
            for (int index = 0; composer.checkNode(); index++) {
                Node node = composer.getNode();
                JsonNode root = tree.convert(node);
                if (!root.isNull()) {
                    documents.add(new YamlDocument(index, root, node));
                }
            }
            return new DocumentText(documents, Optional.empty());
        } catch (YAMLException e) {
            return new DocumentText(documents, Optional.of(explain(e)));
        }
    }

    private static LoaderOptions limits() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(DocumentText.MAX_LENGTH);
        options.setNestingDepthLimit(DocumentText.MAX_DEPTH);
        options.setMaxAliasesForCollections(1000);
        options.setAllowRecursiveKeys(false);
        return options;
    }

    private static SyntaxError explain(YAMLException e) {
        if (e instanceof MarkedYAMLException marked && marked.getProblem() != null) {
            Mark mark = marked.getProblemMark();
            String context = marked.getContext() == null ? "" : marked.getContext() + ": ";
            return new SyntaxError(
                    mark == null ? 0 : mark.getLine() + 1,
                    "is not YAML: " + context + quoteTag(marked.getProblem()));
        }
        String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new SyntaxError(0, "is not YAML: " + first);
    }

    /** {@code tag:yaml.org,2002:x} is the user's word, so it stands in quotes. */
    private static String quoteTag(String problem) {
        int tag = problem.indexOf(": tag:");
        return tag < 0
                ? problem
                : problem.substring(0, tag + 2) + '"' + problem.substring(tag + 2) + '"';
    }

    private record YamlDocument(int index, JsonNode root, Node node) implements Document {

        @Override
        public int line(FieldPath path) {
            return find(path).start().getStartMark().getLine() + 1;
        }

        /** Where something begins, which for a field is its key, and what its value is. */
        private record Found(Node start, Node value) {}

        private Found find(FieldPath path) {
            if (path.isRoot()) {
                return new Found(node, node);
            }
            Found around = find(path.parent());
            if (path.name() == null && around.value() instanceof SequenceNode list) {
                return path.position() < list.getValue().size()
                        ? same(list.getValue().get(path.position()))
                        : around;
            }
            if (around.value() instanceof MappingNode mapping) {
                for (NodeTuple field : mapping.getValue()) {
                    if (field.getKeyNode() instanceof ScalarNode key
                            && key.getValue().equals(path.name())) {
                        return new Found(key, field.getValueNode());
                    }
                }
            }
            return around;
        }

        private static Found same(Node element) {
            return new Found(element, element);
        }
    }
}
