package org.aloft.agent.kernel.process;

/** A right that root has and others have not ({@code man 7 capabilities}), with its number in linux/capability.h. */
public enum Capability {
    /** To give a file to another user: FIFOs with an owner. */
    CHOWN(0),
    /** To open the files of others, and to look into their folders. */
    DAC_OVERRIDE(1),
    /** To end scripts of another user. */
    KILL(5),
    /** To use ports below 1024. */
    NET_BIND_SERVICE(10),
    /** To change addresses, routes, links, IPVS and filters. */
    NET_ADMIN(12),
    /** To open raw and packet sockets. */
    NET_RAW(13),
    /** To lock memory. */
    IPC_LOCK(14),
    /** To do most of what an administrator does; here: to enter a namespace. */
    SYS_ADMIN(21),
    /** To run in real time. */
    SYS_NICE(23);

    private final int number;

    Capability(int number) {
        this.number = number;
    }

    long mask() {
        return 1L << number;
    }
}
