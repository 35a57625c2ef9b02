package naru.watch.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentTextTest {

    private static JsonNode yaml(String text) {
        DocumentText parsed = DocumentText.parse("a.yaml", text);
        assertThat(parsed.error()).as(text).isEmpty();
        return parsed.documents().getFirst().root();
    }

    @Test
    void scalarsAreWhatKubectlTakesThemFor() {
        assertThat(
                        yaml(
                                "[1, -1, +1, 0x1F, 010, 0o10, 0b11, 1_000, 99999999999, 99999999999999999999999]"))
                .hasToString("[1,-1,1,31,8,8,3,1000,99999999999,99999999999999999999999]");
        assertThat(yaml("[1.5, .5, 1e3, 5., 1.5e-1, 08, -.5]"))
                .hasToString("[1.5,0.5,1000.0,5.0,0.15,8.0,-0.5]");
        assertThat(yaml("[true, True, yes, ON, false, no, Off]"))
                .hasToString("[true,true,true,true,false,false,false]");
        assertThat(yaml("[~, null, Null, ]")).hasToString("[null,null,null]");
        assertThat(
                        yaml(
                                "[y, n, 1:30, 2026-01-01, 1.2.3, e3, tRUE, -, '', '5', \"yes\", +, ., 0x, 0xg]"))
                .hasToString(
                        "[\"y\",\"n\",\"1:30\",\"2026-01-01\",\"1.2.3\",\"e3\",\"tRUE\",\"-\",\"\",\"5\",\"yes\",\"+\",\".\","
                                + "\"0x\",\"0xg\"]");
        assertThat(yaml("{1: a, true: b}")).hasToString("{\"1\":\"a\",\"true\":\"b\"}");
    }

    @Test
    void whatJsonDoesntKnowIsRefused() {
        for (String text :
                List.of(
                        "a: .inf",
                        "a: .nan",
                        "{[a]: b}",
                        "? {a: b}\n: c",
                        "a: 1e999",
                        "a: !!int x",
                        "<<: 5")) {
            assertThat(DocumentText.parse("a.yaml", text).error()).as(text).isPresent();
        }
    }

    @Test
    void eachFieldKnowsItsLineInBothNotations() {
        String json = "{\"a\": {\n\"b\": [1,\n{\"c\": 2}]},\n\"d\": 3}";
        String yaml = "a:\n  b:\n  - 1\n  - c: 2\nd: 3\n";
        FieldPath list = FieldPath.ROOT.child("a").child("b");

        Document inJson = DocumentText.parse("a.json", json).documents().getFirst();
        assertThat(inJson.line(FieldPath.ROOT)).isEqualTo(1);
        assertThat(inJson.line(list)).isEqualTo(2);
        assertThat(inJson.line(list.index(1).child("c"))).isEqualTo(3);
        assertThat(inJson.line(FieldPath.ROOT.child("d"))).isEqualTo(4);
        assertThat(inJson.line(list.index(7))).isEqualTo(2);
        assertThat(inJson.line(list.index(1).child("x").child("y"))).isEqualTo(3);

        Document inYaml = DocumentText.parse("a.yaml", yaml).documents().getFirst();
        assertThat(inYaml.line(FieldPath.ROOT)).isEqualTo(1);
        assertThat(inYaml.line(list)).isEqualTo(2);
        assertThat(inYaml.line(list.index(1).child("c"))).isEqualTo(4);
        assertThat(inYaml.line(FieldPath.ROOT.child("d"))).isEqualTo(5);
        assertThat(inYaml.line(list.index(7))).isEqualTo(2);
        assertThat(inYaml.line(list.index(0).child("x"))).isEqualTo(3);
    }

    @Test
    void aSecondJsonValueKnowsItsLinesToo() {
        List<Document> documents = DocumentText.parse("-", "{\"a\": 1}\n\n{\"b\":\n2}").documents();

        assertThat(documents).extracting(Document::index).containsExactly(0, 1);
        assertThat(documents.get(1).line(FieldPath.ROOT)).isEqualTo(3);
        assertThat(documents.get(1).line(FieldPath.ROOT.child("b"))).isEqualTo(4);
    }

    @Test
    void pathsAreWrittenAsInTheApisMessages() {
        FieldPath path = FieldPath.ROOT.child("spec").child("ingress").index(0).child("from");

        assertThat(path).hasToString("spec.ingress[0].from");
        assertThat(FieldPath.ROOT.child("labels").child("app.kubernetes.io/name"))
                .hasToString("labels[app.kubernetes.io/name]");
        assertThat(path.under(FieldPath.ROOT.child("items").index(2)))
                .hasToString("items[2].spec.ingress[0].from");
        assertThat(FieldPath.ROOT).hasToString("");
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(DocumentText.parse("a.yaml", "[".repeat(200) + "]".repeat(200)).error())
                .isPresent();
        assertThat(DocumentText.parse("a.json", "[".repeat(200) + "]".repeat(200)).error())
                .isPresent();
        var chain = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 300; i++) {
            chain.append("a" + i + ": &a" + i + " [*a" + (i - 1) + "]\n");
        }
        assertThat(DocumentText.parse("a.yaml", chain.toString()).error().orElseThrow().message())
                .contains("nested deeper");
    }

    @Test
    void aByteOrderMarkIsNoMatter() {
        assertThat(yaml("\uFEFFa: 1")).hasToString("{\"a\":1}");
        assertThat(DocumentText.parse("a.json", "\uFEFF{\"a\": 1}").documents()).hasSize(1);
    }

    @Test
    void slipsAreGuessed() {
        assertThat(Spelling.closest("podselector", List.of("podSelector", "ports")))
                .contains("podSelector");
        assertThat(Spelling.closest("prots", List.of("podSelector", "ports"))).isEmpty();
        assertThat(Spelling.closest("port", List.of("podSelector", "ports"))).contains("ports");
        assertThat(Spelling.didYouMean("xyz", List.of("ports"))).isEmpty();
    }
}
