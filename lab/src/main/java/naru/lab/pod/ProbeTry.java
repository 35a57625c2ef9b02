package naru.lab.pod;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import naru.linux.netns.Netns;

/** Sends one probe, from the node, as kubelet does: from the node's own address, past no proxy. */
public final class ProbeTry {

    private final Path nodeNetns;
    private final String podAddress;

    /**
     * @param nodeNetns from where probes are sent
     * @param podAddress where to, if the probe names no host
     */
    public ProbeTry(Path nodeNetns, String podAddress) {
        this.nodeNetns = nodeNetns;
        this.podAddress = podAddress;
    }

    /** Empty text: it succeeded; else what is wrong. */
    String send(Probe probe) {
        return send(probe.action(), probe.timeout());
    }

    /** Tries whether a port accepts connections. Empty text: it does; else what is wrong. */
    public String connect(int port, Duration timeout) {
        return send(new Probe.TcpSocket("", port), timeout);
    }

    private String send(Probe.Action action, Duration timeout) {
        String host = action.host().isEmpty() ? podAddress : action.host();
        String what = host + ":" + action.port();
        long end = System.nanoTime() + timeout.toNanos();
        try (Socket socket = Netns.call(nodeNetns, ProbeTry::unconnected)) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getByName(host), action.port()), left(end));
            return switch (action) {
                case Probe.TcpSocket _ -> "";
                case Probe.HttpGet get -> get(socket, get, host, end);
            };
        } catch (SocketTimeoutException e) {
            return what + ": no answer within " + timeout.toSeconds() + " s";
        } catch (Exception e) {
            return what + ": " + e.getMessage();
        }
    }

    /** The system call that makes a socket must happen on the thread that is in the namespace. */
    private static Socket unconnected() throws IOException {
        Socket socket = new Socket();
        socket.bind(null);
        return socket;
    }

    private static int left(long end) throws SocketTimeoutException {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    private static String get(Socket plain, Probe.HttpGet get, String host, long end)
            throws IOException {
        plain.setSoTimeout(left(end));
        Socket socket = get.https() ? TrustingTls.over(plain, host, get.port()) : plain;
        StringBuilder request = new StringBuilder("GET " + get.path() + " HTTP/1.1\r\n");
        if (get.headers().keySet().stream().noneMatch("Host"::equalsIgnoreCase)) {
            request.append("Host: ").append(host).append(':').append(get.port()).append("\r\n");
        }
        for (Map.Entry<String, String> header : get.headers().entrySet()) {
            request.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        request.append("User-Agent: kube-probe/1.35\r\nAccept: */*\r\nConnection: close\r\n\r\n");
        socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
        String status =
                new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.ISO_8859_1))
                        .readLine();
        if (status == null || !status.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
            return "no HTTP answer";
        }
        int code = Integer.parseInt(status.substring(9, 12));
        return code >= 200 && code < 400 ? "" : "HTTP status " + code;
    }
}
