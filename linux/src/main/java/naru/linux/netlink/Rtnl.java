package naru.linux.netlink;

/**
 * Numbers of linux/netlink.h, rtnetlink.h, if_link.h, if_addr.h, neighbour.h, netconf.h, veth.h.
 */
final class Rtnl {

    static final int NETLINK_ROUTE = 0;
    static final int NETLINK_CAP_ACK = 10;
    static final int NETLINK_EXT_ACK = 11;
    static final int NETLINK_GET_STRICT_CHK = 12;

    static final int NLMSG_HEADER = 16;
    static final short NLMSG_NOOP = 1;
    static final short NLMSG_ERROR = 2;
    static final short NLMSG_DONE = 3;

    static final int NLM_F_REQUEST = 1;
    static final int NLM_F_ACK = 4;
    static final int NLM_F_DUMP_INTR = 0x10;
    static final int NLM_F_REPLACE = 0x100;
    static final int NLM_F_EXCL = 0x200;
    static final int NLM_F_CREATE = 0x400;
    static final int NLM_F_DUMP = 0x300;
    static final int NLM_F_CAPPED = 0x100;
    static final int NLM_F_ACK_TLVS = 0x200;

    static final int NLMSGERR_ATTR_MSG = 1;
    static final int NLA_F_NESTED = 0x8000;
    static final int NLA_TYPE_MASK = 0x3fff;

    static final short RTM_NEWLINK = 16;
    static final short RTM_DELLINK = 17;
    static final short RTM_GETLINK = 18;
    static final short RTM_SETLINK = 19;
    static final short RTM_NEWADDR = 20;
    static final short RTM_DELADDR = 21;
    static final short RTM_GETADDR = 22;
    static final short RTM_NEWROUTE = 24;
    static final short RTM_DELROUTE = 25;
    static final short RTM_GETROUTE = 26;
    static final short RTM_NEWNEIGH = 28;
    static final short RTM_DELNEIGH = 29;
    static final short RTM_GETNEIGH = 30;
    static final short RTM_NEWNETCONF = 80;

    static final int IFINFOMSG = 16;
    static final int IFLA_ADDRESS = 1;
    static final int IFLA_IFNAME = 3;
    static final int IFLA_MTU = 4;
    static final int IFLA_LINK = 5;
    static final int IFLA_MASTER = 10;
    static final int IFLA_OPERSTATE = 16;
    static final int IFLA_LINKINFO = 18;
    static final int IFLA_IFALIAS = 20;
    static final int IFLA_AF_SPEC = 26;
    static final int IFLA_GROUP = 27;
    static final int IFLA_NET_NS_FD = 28;
    static final int IFLA_EXT_MASK = 29;
    static final int IFLA_LINK_NETNSID = 37;
    static final int RTEXT_FILTER_SKIP_STATS = 8;
    static final int IFLA_INFO_KIND = 1;
    static final int IFLA_INFO_DATA = 2;
    static final int VETH_INFO_PEER = 1;
    static final int IFLA_INET_CONF = 1;
    static final int IFLA_INET6_CONF = 2;
    static final int DEVCONF_DISABLE_IPV6 = 26;
    static final int IFF_UP = 1;

    static final int IFADDRMSG = 8;
    static final int IFA_ADDRESS = 1;
    static final int IFA_LOCAL = 2;

    static final int RTMSG = 12;
    static final int RTA_DST = 1;
    static final int RTA_OIF = 4;
    static final int RTA_GATEWAY = 5;
    static final int RTA_PRIORITY = 6;
    static final int RTA_PREFSRC = 7;
    static final int RTA_MULTIPATH = 9;
    static final int RTA_TABLE = 15;
    static final int RTA_VIA = 18;
    static final int RTNH_F_ONLINK = 4;
    static final int RTNEXTHOP = 8;
    static final int RTM_F_LOOKUP_TABLE = 0x1000;

    static final int NDMSG = 12;
    static final int NDA_DST = 1;
    static final int NDA_LLADDR = 2;

    static final short RTM_GETTFILTER = 46;
    static final int TCMSG = 20;
    static final int TC_H_INGRESS = 0xfffffff2;
    static final int TC_H_EGRESS = 0xfffffff3;
    static final int TCA_KIND = 1;
    static final int TCA_OPTIONS = 2;
    static final int TCA_BPF_NAME = 7;
    static final int TCA_BPF_ID = 11;

    static final int NETCONFMSG = 4;
    static final int NETCONFA_IFINDEX = 1;
    static final int NETCONFA_FORWARDING = 2;
    static final int NETCONFA_RP_FILTER = 3;
    static final int NETCONFA_PROXY_NEIGH = 5;

    static final int AF_UNSPEC = 0;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    private Rtnl() {}

    /** The address family of an address of that many bytes. */
    static int familyOf(byte[] address) {
        return address.length == 4 ? AF_INET : AF_INET6;
    }
}
