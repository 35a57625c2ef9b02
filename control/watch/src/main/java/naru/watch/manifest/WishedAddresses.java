package naru.watch.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import naru.model.Ipv4Address;
import naru.watch.document.FieldPath;

/** Reads the annotation by which a pod asks for its address. */
final class WishedAddresses {

    static final String ANNOTATION = "cni.projectcalico.org/ipAddrs";

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String FORM = "must be a JSON list of addresses such as [\"10.1.2.3\"]";

    private WishedAddresses() {}

    static List<Ipv4Address> read(Metadata metadata, Field spec) {
        String text = metadata.annotations().get(ANNOTATION);
        if (text == null) {
            return List.of();
        }
        Field field =
                new Field(
                        spec.node(),
                        FieldPath.ROOT.child("metadata").child("annotations").child(ANNOTATION),
                        spec.findings());
        List<Ipv4Address> wished = new ArrayList<>();
        for (String address : list(field, text)) {
            AddressReader.address(field, address).ifPresent(wished::add);
        }
        if (wished.size() > 1) {
            field.error("a pod has one IPv4 address, but this asks for " + wished.size());
        }
        return wished;
    }

    private static List<String> list(Field field, String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            List<String> addresses = new ArrayList<>();
            for (JsonNode element : node) {
                if (element.isTextual()) {
                    addresses.add(element.textValue());
                }
            }
            if (node.isArray() && !node.isEmpty() && addresses.size() == node.size()) {
                return addresses;
            }
        } catch (JsonProcessingException e) {
            // Said below, in the same words as for JSON that is no list.
        }
        field.error(Field.quoted(text) + " " + FORM);
        return List.of();
    }
}
