package naru.linux.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import naru.testkit.CObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** C headers become Java. */
class LayoutGeneratorTest {

    private static final String HEADER =
            """
            #define BOAT_SEATS 12	/* without the ferryman */
            #define BOAT_FLAGS (1 << 4)
            #define BOAT_NAME "Naru"

            enum boat_state {
            	BOAT_LANDED = 3,     /* at the "landing" */
            	BOAT_AFLOAT,
            };

            struct cargo {
            	__u64 weight;	     /* kg */
            };

            struct boat {
            	__u8 state;	     /* enum boat_state */
            	__u8 mac[6];
            	__u8 pad;
            	__be16 port;
            	__u16 crew;
            	__be32 address;
            	struct cargo cargo;
            	__be32 address6[4];
            };
            """;
    private static final String MENTIONED =
            HEADER + "struct boat boat;\nenum boat_state boat_state;\n";

    @TempDir Path folder;

    @Test
    void offsetsAndByteOrderComeFromTheObject() {
        StructShape boat =
                new BtfFile(CObject.compile(MENTIONED))
                        .structs().stream()
                                .filter(shape -> shape.name().equals("boat"))
                                .findFirst()
                                .orElseThrow();
        assertThat(boat.size()).isEqualTo(40);
        assertThat(boat.fields())
                .containsExactly(
                        new StructShape.Field("state", 0, 1, 1, false, ""),
                        new StructShape.Field("mac", 1, 1, 6, false, ""),
                        new StructShape.Field("pad", 7, 1, 1, false, ""),
                        new StructShape.Field("port", 8, 2, 1, true, ""),
                        new StructShape.Field("crew", 10, 2, 1, false, ""),
                        new StructShape.Field("address", 12, 4, 1, true, ""),
                        new StructShape.Field("cargo", 16, 8, 1, false, "cargo"),
                        new StructShape.Field("address6", 24, 4, 4, true, ""));
    }

    @Test
    void aStructBecomesARecordWithoutItsPadding() throws IOException {
        generate(MENTIONED);
        assertThat(source("BoatLayout"))
                .contains("public record BoatLayout(")
                .contains("int state,")
                .contains("long mac,")
                .contains("int port,")
                .contains("CargoLayout cargo,")
                .contains("List<Integer> address6)")
                .contains("@param state enum boat_state")
                .contains("StructBytes.getBe16(bytes, at + 8)")
                .contains("CargoLayout.read(bytes, at + 16)")
                .contains("StructBytes.putBe32Array(bytes, at + 24, 4, this.address6)")
                .doesNotContain("int pad");
    }

    @Test
    void anEnumLosesTheWordsThatItsTypeSaysAndKeepsItsComments() throws IOException {
        generate(MENTIONED);
        assertThat(source("BoatState"))
                .contains("LANDED(\"BOAT_LANDED\", 3, \"at the \\\"landing\\\"\")")
                .contains("AFLOAT(\"BOAT_AFLOAT\", 4, \"BOAT_AFLOAT\")");
    }

    @Test
    void numbersThatHaveANameAreTakenAlong() throws IOException {
        generate(MENTIONED);
        assertThat(source("AbiNumbers"))
                .contains("/** without the ferryman */")
                .contains("int BOAT_SEATS = 12;")
                .contains("int BOAT_FLAGS = 16;")
                .doesNotContain("BOAT_NAME");
    }

    @Test
    void aTypeThatNobodyMentionsIsNamed() {
        assertThatThrownBy(() -> generate(HEADER + "struct cargo cargo;\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layouts.bpf.c")
                .hasMessageContaining("boat_state")
                .hasMessageContaining("boat");
    }

    @Test
    void aFieldThatJavaCannotHoldIsNamed() {
        String withPointer = "struct boat {\n\tvoid *helm;\n};\n";
        assertThatThrownBy(() -> generate(withPointer + "struct boat boat;\n", withPointer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("helm");
    }

    @Test
    void whatIsNoObjectIsRefused() {
        assertThatThrownBy(() -> new BtfFile(new byte[100]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ELF");
    }

    @Test
    void symbolsLeadToTheConstantsOfAnObject() {
        ElfFile elf =
                new ElfFile(
                        CObject.compile(
                                "const volatile __u32 first = 7;\nconst volatile __u64 second = 9;\n"));
        ElfFile.Symbol second = elf.symbol("second").orElseThrow();
        assertThat(second.section().name()).isEqualTo(".rodata");
        assertThat(second.size()).isEqualTo(8);
        assertThat(StructBytes.getU64(elf.content(second.section()), second.offset())).isEqualTo(9);
        assertThat(elf.symbol("third")).isEmpty();
    }

    private void generate(String source) throws IOException {
        generate(source, HEADER);
    }

    private void generate(String source, String header) throws IOException {
        Files.createDirectories(folder.resolve("abi"));
        Files.writeString(folder.resolve("abi/boat.h"), header);
        Files.write(folder.resolve("layouts.o"), CObject.compile(source));
        List<String> arguments =
                List.of(
                        folder.resolve("layouts.o").toString(),
                        "naru.boat",
                        folder.toString(),
                        folder.resolve("abi").toString());
        LayoutGenerator.main(arguments.toArray(String[]::new));
    }

    private String source(String name) throws IOException {
        return Files.readString(folder.resolve("naru/boat/" + name + ".java"));
    }
}
