package org.aloft.bench;

import java.util.Locale;

/**
 * A configuration that both programs read.
 *
 * @param version of VRRP, 2 or 3
 * @param interval between adverts, in seconds
 * @param realTime whether the program is to run in real time
 * @param fastDetection whether the routers are to watch one another by BFD; keepalived passes over that line
 */
record VrrpText(int version, double interval, boolean realTime, boolean fastDetection) {
    VrrpText(int version, double interval, boolean realTime) {
        this(version, interval, realTime, false);
    }

    VrrpText withFastDetection() {
        return new VrrpText(version, interval, realTime, true);
    }

    static final String VIP = "10.77.1.10";
    static final int OWNER = 255;

    private String global() {
        String rights = realTime ? "    vrrp_rt_priority 50\n" : "";
        return "global_defs {\n    router_id bench\n%s}\n".formatted(rights);
    }

    /** One instance with {@link #VIP}. */
    String one(int priority) {
        return global() + instance(10, priority, VIP);
    }

    /** Instances 1 to {@code count}, each with a VIP of its own. */
    String many(int count, int priority) {
        StringBuilder text = new StringBuilder(global());
        for (int id = 1; id <= count; id++) {
            text.append(instance(id, priority, "10.77.2." + id));
        }
        return text.toString();
    }

    private String instance(int id, int priority, String vip) {
        return String.format(
                Locale.ROOT,
                """
                vrrp_instance VI_%d {
                    state %s
                    interface eth0
                    virtual_router_id %d
                    priority %d
                    version %d
                    advert_int %s
                    %s
                    virtual_ipaddress {
                        %s/32
                    }
                }
                """,
                id,
                priority == OWNER ? "MASTER" : "BACKUP", // keepalived's owner listens first when it is a BACKUP
                id,
                priority,
                version,
                interval == Math.rint(interval) ? Integer.toString((int) interval) : Double.toString(interval),
                fastDetection ? "fast_detection" : "",
                vip);
    }
}
