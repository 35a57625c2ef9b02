package naru.ipam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import naru.ipam.AllocationStore.Allocation;
import naru.model.Ipv4Address;
import org.jspecify.annotations.Nullable;

/** The form of one allocation on disk. */
record AllocationFile(
        int version,
        @Nullable String containerId,
        @Nullable String interfaceName,
        @Nullable String pod,
        @Nullable String address) {

    private static final int VERSION = 1;
    private static final int MAX_STEM = 200;
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // a later version's
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();
    private static final ObjectReader READER = MAPPER.readerFor(AllocationFile.class);
    private static final ObjectWriter WRITER = MAPPER.writerFor(AllocationFile.class);

    /** The name of a holder's file: readable, safe, and different for each. */
    static String name(Holder holder) {
        String stem = safe(holder.containerId()) + "_" + safe(holder.interfaceName());
        return (stem.length() > MAX_STEM ? stem.substring(0, 64) + "~" + hash(stem) : stem)
                + ".json";
    }

    static byte[] write(Allocation allocation) {
        Holder holder = allocation.holder();
        var file =
                new AllocationFile(
                        VERSION,
                        holder.containerId(),
                        holder.interfaceName(),
                        holder.pod(),
                        allocation.address().toString());
        try {
            return WRITER.writeValueAsBytes(file);
        } catch (JsonProcessingException e) {
            throw new AssertionError("four strings can be written as JSON", e);
        }
    }

    /**
     * @throws IllegalArgumentException saying why, if it is no allocation
     */
    static Allocation read(byte[] content) {
        AllocationFile file;
        try {
            file = READER.readValue(content);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException("is not the JSON of an allocation", e);
        }
        if (file == null || file.version != VERSION) {
            throw new IllegalArgumentException("is not of version " + VERSION);
        }
        if (file.containerId == null || file.interfaceName == null || file.address == null) {
            throw new IllegalArgumentException("lacks a field");
        }
        Holder holder =
                new Holder(file.containerId, file.interfaceName, file.pod == null ? "" : file.pod);
        return new Allocation(holder, Ipv4Address.parse(file.address));
    }

    private static String safe(String text) {
        var safe = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    b >= 'a' && b <= 'z'
                            || b >= 'A' && b <= 'Z'
                            || b >= '0' && b <= '9'
                            || b == '-';
            safe.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b));
        }
        return safe.toString();
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("each Java platform has SHA-256", e);
        }
    }
}
