package org.aloft.plan.host;

import java.util.Arrays;

/**
 * Who starts and stops services on a host. A host says it ({@code manager.sh}, which also has the commands of each);
 * what follows from it for a plan stands here.
 */
public enum ServiceManager {
    /** systemd is the first process. */
    SYSTEMD("systemd") {
        @Override
        public boolean runs(String unit) {
            return true;
        }

        @Override
        public String lastWordsOf(String unit) {
            return "journalctl -u " + unit + " -n 50";
        }
    },

    /** OpenRC has booted the host. */
    OPENRC("openrc"),

    /** init(8) is the first process, and runs the scripts that update-rc.d or chkconfig has linked. */
    SYSV("sysv"),

    /**
     * Nobody, as in a container whose first process is something small: there are init scripts, and nothing that starts
     * them but {@link #BOOT}.
     */
    NONE("none") {
        @Override
        public String atBoot() {
            return "by " + BOOT;
        }
    };

    /** Starts what Aloft wants running where nobody else does; whatever starts the container has to call it. */
    public static final String BOOT = "/var/lib/aloft/boot";

    private static final String SERVICE = ".service";

    private final String word;

    ServiceManager(String word) {
        this.word = word;
    }

    /**
     * The one of this name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static ServiceManager named(String word) {
        return Arrays.stream(values())
                .filter(manager -> manager.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no service manager: " + word));
    }

    /** Its name, as a host says it. */
    public String word() {
        return word;
    }

    /** Whether it can run this unit: an init script is a service, and no timer, socket or path. */
    public boolean runs(String unit) {
        return unit.endsWith(SERVICE);
    }

    /** How it starts what is enabled at boot; empty where that goes without saying. */
    public String atBoot() {
        return "";
    }

    /** The command that shows why a service does not run. */
    public String lastWordsOf(String unit) {
        String name = scriptOf(unit);
        return name.equals("aloftd") ? "tail -n 50 /var/log/aloftd.log" : "/etc/init.d/" + name + " status";
    }

    /** The name of the init script of a unit: {@code nginx} for {@code nginx.service}. */
    public static String scriptOf(String unit) {
        return unit.endsWith(SERVICE) ? unit.substring(0, unit.length() - SERVICE.length()) : unit;
    }
}
