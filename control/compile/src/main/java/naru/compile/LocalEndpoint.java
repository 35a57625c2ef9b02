package naru.compile;

import java.util.Optional;
import naru.model.Ipv4Address;
import naru.model.ObjectKey;

/**
 * A pod's attachment on this node as policy sees it.
 *
 * @param slot the endpoint id that people see
 * @param pod missing if whoever made the endpoint named none
 */
public record LocalEndpoint(
        int slot, Optional<ObjectKey> pod, Ipv4Address address, int identity, int policySet) {}
