package naru.lab.scenario;

/**
 * One try to get an answer.
 *
 * @param port 0 for ICMP
 * @param bytes of a datagram; its answer has as many
 */
public record Probe(Place from, Place to, Transport transport, int port, int bytes) {

    public Probe(Place from, Place to, Transport transport, int port) {
        this(from, to, transport, port, 1);
    }

    static Probe tcp(Place from, Place to, int port) {
        return new Probe(from, to, Transport.TCP, port);
    }

    static Probe udp(Place from, Place to, int port) {
        return new Probe(from, to, Transport.UDP, port);
    }

    Probe withBytes(int newBytes) {
        return new Probe(from, to, transport, port, newBytes);
    }

    static Probe echo(Place from, Place to) {
        return new Probe(from, to, Transport.ICMP, 0);
    }

    @Override
    public String toString() {
        String port = transport == Transport.ICMP ? "" : ":" + this.port;
        return from + " -> " + to + port + "/" + transport;
    }
}
