package naru.watch;

import java.nio.file.Path;
import java.util.function.Consumer;

/** A folder of manifests, watched with inotify. Sub-folders and dot files are not looked at. */
public final class FolderSource implements ObjectSource {

    private final Path folder;

    public FolderSource(Path folder) {
        this.folder = folder;
    }

    @Override
    public void start(Consumer<? super ObjectEvent> sink) {
        throw new UnsupportedOperationException(folder.toString());
    }

    @Override
    public void close() {}
}
