package org.aloft.agent.config;

/** What may be tracked. */
public enum TrackerKind {
    /** A network interface; needs no block of its own. */
    INTERFACE("track_interface", "interface", 253),
    /** A script that is run again and again. */
    SCRIPT("track_script", "vrrp_script", 253),
    /** A number of processes. */
    PROCESS("track_process", "vrrp_track_process", 254),
    /** A number in a file. */
    FILE("track_file", "track_file", 254),
    /** A BFD session with a neighbour. */
    BFD("track_bfd", "bfd_instance", 253);

    private final String keyword;
    private final String definition;
    private final int largestWeight;

    TrackerKind(String keyword, String definition, int largestWeight) {
        this.keyword = keyword;
        this.definition = definition;
        this.largestWeight = largestWeight;
    }

    /** The block in a {@code vrrp_instance} that lists trackers of this kind. */
    public String keyword() {
        return keyword;
    }

    /** The keyword that defines such a tracker, for people. */
    public String definition() {
        return definition;
    }

    /** The largest weight, of either sign, that may stand beside a tracker's name. */
    public int largestWeight() {
        return largestWeight;
    }
}
