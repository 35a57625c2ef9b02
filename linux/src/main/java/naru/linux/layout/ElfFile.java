package naru.linux.layout;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The sections and symbols of a 64-bit ELF object, in the byte order of this machine. */
public final class ElfFile {

    private static final int SYMBOL_TABLE = 2;
    private static final int HEADER_SIZE = 64;
    private static final int SYMBOL_SIZE = 24;

    private final byte[] bytes;
    private final ByteBuffer data;
    private final List<Section> sections;

    /**
     * A part of the file.
     *
     * @param type SHT_* of elf.h
     * @param link for a symbol table: the section with its names
     */
    public record Section(String name, int type, int offset, int size, int link) {}

    /**
     * A named place in a section.
     *
     * @param offset bytes from the section's begin
     * @param size bytes
     */
    public record Symbol(String name, Section section, int offset, int size) {}

    public ElfFile(byte[] bytes) {
        if (bytes.length < HEADER_SIZE || bytes[0] != 0x7f || bytes[4] != 2) {
            throw new IllegalArgumentException(
                    "not a 64-bit ELF object (" + bytes.length + " bytes)");
        }
        this.bytes = bytes;
        this.data = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        try {
            this.sections = readSections();
        } catch (IndexOutOfBoundsException e) {
            throw cutShort(e);
        }
    }

    private static IllegalArgumentException cutShort(RuntimeException cause) {
        return new IllegalArgumentException("an ELF object that points behind its end", cause);
    }

    private List<Section> readSections() {
        int table = (int) data.getLong(0x28);
        int entrySize = data.getShort(0x3a);
        int count = data.getShort(0x3c);
        int namesHeader = table + entrySize * data.getShort(0x3e);
        int names = (int) data.getLong(namesHeader + 0x18);
        List<Section> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int header = table + entrySize * i;
            found.add(
                    new Section(
                            string(names + data.getInt(header)),
                            data.getInt(header + 4),
                            (int) data.getLong(header + 0x18),
                            (int) data.getLong(header + 0x20),
                            data.getInt(header + 0x28)));
        }
        return List.copyOf(found);
    }

    public Optional<Section> section(String name) {
        return sections.stream().filter(section -> section.name().equals(name)).findFirst();
    }

    /** A copy of a section's bytes. */
    public byte[] content(Section section) {
        if (section.offset() < 0
                || section.size() < 0
                || section.offset() > bytes.length - section.size()) {
            throw new IllegalArgumentException(
                    "section " + section.name() + " is not wholly within the ELF object");
        }
        return Arrays.copyOfRange(bytes, section.offset(), section.offset() + section.size());
    }

    public Optional<Symbol> symbol(String name) {
        return symbols().stream().filter(symbol -> symbol.name().equals(name)).findFirst();
    }

    /** All named symbols that lie in a section. */
    public List<Symbol> symbols() {
        try {
            return readSymbols();
        } catch (IndexOutOfBoundsException e) {
            throw cutShort(e);
        }
    }

    private List<Symbol> readSymbols() {
        List<Symbol> found = new ArrayList<>();
        for (Section table : sections) {
            if (table.type() == SYMBOL_TABLE) {
                int names = sections.get(table.link()).offset();
                for (int at = 0; at < table.size(); at += SYMBOL_SIZE) {
                    readSymbol(table.offset() + at, names).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private Optional<Symbol> readSymbol(int at, int names) {
        int section = Short.toUnsignedInt(data.getShort(at + 6));
        if (data.getInt(at) == 0 || section == 0 || section >= sections.size()) {
            return Optional.empty();
        }
        return Optional.of(
                new Symbol(
                        string(names + data.getInt(at)),
                        sections.get(section),
                        (int) data.getLong(at + 8),
                        (int) data.getLong(at + 16)));
    }

    private String string(int at) {
        int end = at;
        while (bytes[end] != 0) {
            end++;
        }
        return new String(bytes, at, end - at, StandardCharsets.UTF_8);
    }
}
