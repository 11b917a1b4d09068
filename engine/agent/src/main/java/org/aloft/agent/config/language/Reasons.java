package org.aloft.agent.config.language;

/** Reasons, shared by several keywords, why they do nothing and what to do instead. */
final class Reasons {
    static final String RECEIVE_BUFFERS =
            "a thread of its own empties aloftd's sockets at once, so the kernel's default buffers do";
    static final String NETLINK_BUFFERS =
            "aloftd reads everything anew when a netlink buffer ran over, so no larger buffer is needed";
    static final String ONE_PROCESS = "aloftd is one process";
    static final String UNIT_SCHEDULING =
            "it changes how fast aloftd runs, not what it does; systemd's unit has Nice= and CPUAffinity= for it";
    static final String REAL_TIME =
            "the thread that sends and hears adverts always runs in real time, and the whole process with vrrp_rt_priority";
    static final String MEMORY_LOCKED = "aloftd always locks its memory";
    static final String RUN_TIME_LIMIT = "aloftd's real-time threads sleep between adverts and need no limit";
    static final String NO_SNMP =
            "aloftd has no SNMP agent; the same figures stand in its metrics and in aloftd status";
    static final String NO_DBUS = "aloftd is not on D-Bus; aloftd status says the same";
    static final String GROUP_MARKS =
            "each address of a virtual_server_group becomes an IPVS service of its own, so no firewall marks are needed";

    static final String NETLINK_TELLS =
            "the kernel tells aloftd at once when a link goes down; polling would only be slower";

    static final String EVERY_INTERFACE =
            "vrrp_garp_master_refresh announces every VIP again, on whatever interface it is";

    private Reasons() {}
}
