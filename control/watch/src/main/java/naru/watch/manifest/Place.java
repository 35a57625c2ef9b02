package naru.watch.manifest;

/**
 * Where in a text something stands.
 *
 * @param file as the reader was told; {@code -} for standard input
 * @param document index of the document in the file, from 0
 * @param line from 1
 */
public record Place(String file, int document, int line) {

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
