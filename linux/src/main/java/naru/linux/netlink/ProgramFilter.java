package naru.linux.netlink;

/**
 * An eBPF program that is bound to a device as a filter of its clsact queueing discipline.
 *
 * @param name as whoever bound it called it
 * @param program its number in the kernel
 */
public record ProgramFilter(String name, int program) {

    static ProgramFilter read(NetlinkMessage message) {
        AttributeReader attributes = message.attributes(Rtnl.TCMSG);
        if (!attributes.string(Rtnl.TCA_KIND).orElse("").equals("bpf")) {
            return new ProgramFilter("", 0);
        }
        return attributes
                .nested(Rtnl.TCA_OPTIONS)
                .map(
                        options ->
                                new ProgramFilter(
                                        options.string(Rtnl.TCA_BPF_NAME).orElse(""),
                                        options.number(Rtnl.TCA_BPF_ID).orElse(0)))
                .orElseGet(() -> new ProgramFilter("", 0));
    }
}
