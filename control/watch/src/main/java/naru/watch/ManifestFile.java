package naru.watch;

import java.nio.file.Path;
import naru.model.Pod;
import naru.watch.document.FileText;
import naru.watch.manifest.ManifestReader;
import naru.watch.manifest.ManifestReading;

/**
 * A file of manifests at one moment.
 *
 * @param text what it held
 * @param reading what that says
 */
record ManifestFile(Path path, FileText text, ManifestReading reading) {

    static ManifestFile read(Path path) {
        FileText text = FileText.read(path);
        String name = path.toString();
        return new ManifestFile(path, text, ManifestReader.read(name, text.documents(name)));
    }

    /** Nothing is wrong with it. */
    boolean isGood() {
        return reading.complete() && reading.refused().isEmpty();
    }

    boolean holdsOnlyPods() {
        return reading.objects().stream().allMatch(it -> it.object() instanceof Pod);
    }

    /** Neither an object is in it nor something wrong, as in a file that is begun. */
    boolean isBlank() {
        return reading.objects().isEmpty() && reading.problems().isEmpty();
    }
}
