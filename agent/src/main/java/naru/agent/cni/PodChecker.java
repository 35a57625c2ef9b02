package naru.agent.cni;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import naru.agent.endpoint.Attachment;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.Endpoints.Endpoint;
import naru.agent.endpoint.PodHooks;
import naru.agent.loop.Engine;
import naru.agent.loop.EventLoop;
import naru.apply.device.Difference;
import naru.apply.device.PodDevices;
import naru.apply.device.PodInterface;
import naru.desired.Status;

/**
 * Looks whether a pod's network is as ADD left it: by what the kernel has, not by what was meant.
 */
final class PodChecker {

    private final EventLoop loop;
    private final Engine engine;
    private final PodDevices devices;
    private final PodHooks hooks;
    private final Supplier<NodeFacts> node;

    PodChecker(CniParts parts) {
        this.loop = parts.loop();
        this.engine = parts.engine();
        this.devices = parts.devices();
        this.hooks = parts.hooks();
        this.node = parts.node();
    }

    void check(CniRequest request) throws CniFailure {
        PodNamespace.require(request);
        try {
            Optional<Endpoint> found =
                    loop.read(
                            () ->
                                    engine.endpoints()
                                            .of(request.containerId(), request.interfaceName()));
            if (found.isEmpty() || found.get().attachment().isEmpty()) {
                throw new CniFailure(
                        CniError.UNKNOWN_CONTAINER,
                        "container " + request.containerId() + " has no " + request.interfaceName(),
                        "");
            }
            EndpointRecord record = found.get().record();
            List<String> wrong = new ArrayList<>();
            request.prevResult().ifPresent(previous -> compare(previous, record, wrong));
            checkDevices(request, record, wrong);
            checkDatapath(record, found.get().attachment().get(), wrong);
            if (!wrong.isEmpty()) {
                throw new CniFailure(
                        CniError.CHECK_FAILED,
                        "the network of " + record.name() + " is not as ADD left it",
                        String.join("; ", wrong));
            }
        } catch (CniFailure e) {
            throw e;
        } catch (Exception e) {
            throw new CniFailure(CniError.TRY_AGAIN, String.valueOf(e.getMessage()), "", e);
        }
    }

    /** Plugins behind this one may have added to what ADD answered. */
    private static void compare(JsonNode previous, EndpointRecord record, List<String> wrong) {
        for (JsonNode ip : previous.path("ips")) {
            if (ip.path("address").asText("").equals(record.address() + "/32")) {
                return;
            }
        }
        wrong.add(
                "prevResult says "
                        + CniText.shortened(previous.path("ips").toString())
                        + ", the address is "
                        + record.address());
    }

    private void checkDevices(CniRequest request, EndpointRecord record, List<String> wrong) {
        PodInterface wanted = node.get().wanted(record, request.netns().orElseThrow());
        for (Difference difference : devices.verify(wanted)) {
            wrong.add(difference.toString());
        }
    }

    private void checkDatapath(EndpointRecord record, Attachment attachment, List<String> wrong)
            throws Exception {
        if (!hooks.isAttached(attachment.ifindex())) {
            wrong.add("a program at " + record.device() + " is missing");
        }
        boolean inForce =
                loop.read(
                        () ->
                                engine.desired()
                                        .endpoints()
                                        .row(record.ipv4())
                                        .filter(row -> row.status() instanceof Status.Done)
                                        .isPresent());
        if (!inForce) {
            wrong.add("the datapath has no record of " + record.address());
        }
    }
}
