package naru.lab.scenario;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import naru.linux.netns.Netns;

/**
 * Where connections begin and end: a pod, a node, or a host outside the cluster.
 *
 * @param name for people
 * @param ip empty for one that has none
 */
public record Place(String name, Path netns, String ip) {

    public InetAddress address() throws UnknownHostException {
        return InetAddress.getByName(ip);
    }

    /** Sockets that the action makes are this place's. */
    public <T> T call(Callable<T> action) throws Exception {
        return Netns.call(netns, action);
    }

    @Override
    public String toString() {
        return name + "(" + ip + ")";
    }
}
