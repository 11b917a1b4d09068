package org.aloft.cli;

/** What {@code aloft init} must know about a cluster, in the order in which it asks. */
enum ClusterPart {
    ARRANGEMENT(
            "--arrangement",
            "Arrangement: lvs-dr (directors in front of web servers) or web-pair (web servers that share a VIP)",
            "lvs-dr"),
    VIP("--vip", "VIP: an address of the hosts' network that no machine has yet", ""),
    INTERFACE("--interface", "Interface in that network, of the hosts that hold the VIP", "eth0"),
    VRID("--vrid", "virtual_router_id: 1..255, one that nobody else uses in that network", "51"),
    DIRECTORS("--director", "Hosts that hold the VIP, the preferred one first: NAME=ADDRESS NAME=ADDRESS", ""),
    SERVERS("--server", "Real servers behind it: NAME=ADDRESS NAME=ADDRESS", ""),
    USER("--user", "User to log in as over SSH: root, or one with sudo", "root");

    private final String option;
    private final String question;
    private final String fallback;

    ClusterPart(String option, String question, String fallback) {
        this.option = option;
        this.question = question;
        this.fallback = fallback;
    }

    /** The option that says it. */
    String option() {
        return option;
    }

    /** The question as it is asked, with what an empty answer means. */
    String question() {
        return question + (fallback.isEmpty() ? "" : " [" + fallback + "]") + ": ";
    }

    /** What stands for it where nothing is said; empty: it must be said. */
    String fallback() {
        return fallback;
    }
}
