package naru.watch.document;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * What a file held when it was read.
 *
 * @param text empty if it can't be read
 * @param changed when somebody had written to it last; it may hold more than it did then, never
 *     less
 * @param failure why it can't be read
 */
public record FileText(String text, FileTime changed, Optional<String> failure) {

    /**
     * Reads a file. Only regular ones are opened: a pipe that somebody left would be waited for,
     * and a device never ends.
     */
    public static FileText read(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            if (!found.isRegularFile()) {
                return failed("can't be read: it is not a regular file");
            }
            if (found.size() > DocumentText.MAX_LENGTH) {
                return failed(DocumentText.TOO_LARGE);
            }
            return new FileText(Files.readString(file), found.lastModifiedTime(), Optional.empty());
        } catch (CharacterCodingException e) {
            return failed("is not UTF-8 text");
        } catch (NoSuchFileException e) {
            return failed("does not exist");
        } catch (AccessDeniedException e) {
            return failed("must not be read by this user");
        } catch (IOException e) {
            return failed("can't be read: " + e.getMessage());
        }
    }

    private static FileText failed(String why) {
        return new FileText("", FileTime.fromMillis(0), Optional.of(why));
    }

    /** As documents; {@code file} is its name for people, as in {@link DocumentText#parse}. */
    public DocumentText documents(String file) {
        return failure.map(why -> DocumentText.failed(0, why))
                .orElseGet(() -> DocumentText.parse(file, text));
    }
}
