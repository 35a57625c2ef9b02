package naru.testkit.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import naru.testkit.report.TestResult.Outcome;

/** Finds and reads the reports of all modules. */
public final class SurefireReports {

    private static final int DEPTH = 5; // root, two folders, target, reports

    private SurefireReports() {}

    /**
     * @param root of the source tree
     * @param folders names of the reports' folders in each module's target
     */
    public static List<TestResult> read(Path root, Set<String> folders) throws IOException {
        List<TestResult> results = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root, DEPTH)) {
            for (Path file : files.filter(path -> isReport(path, folders)).sorted().toList()) {
                results.addAll(readFile(file));
            }
        }
        return results;
    }

    private static boolean isReport(Path file, Set<String> folders) {
        String name = file.getFileName().toString();
        Path folder = file.getParent();
        return name.startsWith("TEST-")
                && name.endsWith(".xml")
                && folder != null
                && folders.contains(folder.getFileName().toString());
    }

    private static List<TestResult> readFile(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(in);
        } catch (XMLStreamException e) {
            throw new IOException(file + " is not a report: " + e.getMessage(), e);
        }
    }

    /** The tests of one report. */
    static List<TestResult> parse(InputStream in) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XMLStreamReader reader = factory.createXMLStreamReader(in);
        List<TestResult> results = new ArrayList<>();
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                switch (reader.getLocalName()) {
                    case "testcase" ->
                            results.add(new TestResult(name(reader), Outcome.PASSED, ""));
                    case "failure", "error" -> endLast(results, Outcome.FAILED, reader);
                    case "skipped" -> endLast(results, Outcome.SKIPPED, reader);
                    default -> {} // what it printed, and the like
                }
            }
        }
        return results;
    }

    private static String name(XMLStreamReader reader) {
        return reader.getAttributeValue(null, "classname")
                + "#"
                + reader.getAttributeValue(null, "name");
    }

    /** The element stands inside its test's. */
    private static void endLast(List<TestResult> results, Outcome outcome, XMLStreamReader reader) {
        String reason = reader.getAttributeValue(null, "message");
        String name = results.removeLast().name();
        results.add(new TestResult(name, outcome, reason == null ? "" : reason));
    }
}
