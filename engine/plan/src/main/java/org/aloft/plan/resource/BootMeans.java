package org.aloft.plan.resource;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aloft.plan.host.Answer;
import org.aloft.plan.host.ServiceManager;
import org.aloft.topology.model.IpPrefix;

/**
 * What puts addresses on an interface when a host boots: the host's own network service, or a service of Aloft's where
 * that one leaves the interface alone. A host says which one is its own ({@code persistence.sh}).
 *
 * <p>Of none of them is the running network reloaded: the address is there already, put by ip-address(8).
 */
enum BootMeans {
    /** netplan(5), rendered by systemd-networkd. Without labels, which netplan before 0.100 refuses. */
    NETPLAN("netplan", "netplan sets up the network there") {
        @Override
        List<BootFile> files(Wanted wanted, Answer there) {
            String content = wanted.addresses().stream()
                    .map(each -> "        - \"" + each.address() + "\"\n")
                    .collect(Collectors.joining());
            return List.of(
                    new BootFile(there.get(PATH), HEADER + """
                            network:
                              version: 2
                              ethernets:
                                %s:
                                  renderer: networkd
                                  addresses:
                            """.formatted(wanted.networkInterface()) + content, 0600));
        }
    },

    /** systemd.network(5): a file for the interface, or a drop-in of the file that is in force for it. */
    NETWORKD("networkd", "systemd-networkd is active") {
        @Override
        List<BootFile> files(Wanted wanted, Answer there) {
            String path = there.get(PATH);
            StringBuilder text = new StringBuilder(HEADER);
            if (path.endsWith(".network")) {
                text.append("[Match]\nName=").append(wanted.networkInterface());
                text.append("\n\n[Network]\n# What others put there stays.\nKeepConfiguration=yes\n\n");
            }
            text.append(wanted.addresses().stream()
                    .map(each -> "[Address]\nAddress=" + each.address() + "\n"
                            + (each.label().isEmpty() ? "" : "Label=" + each.label() + "\n"))
                    .collect(Collectors.joining("\n")));
            return List.of(new BootFile(path, text.toString(), 0644));
        }
    },

    /**
     * A keyfile (nm-settings-keyfile(5)). Whenever NetworkManager begins or ends to use a profile for lo, it takes away
     * what does not stand in it: seen with 1.42.4.
     */
    NETWORK_MANAGER("NetworkManager", "NetworkManager is active, which manages lo since 1.42") {
        @Override
        Optional<String> against(List<PersistenceResource.Lasting> addresses, boolean alone) {
            return Optional.of("NetworkManager would take away what others have put there")
                    .filter(reason -> !alone);
        }

        @Override
        List<BootFile> files(Wanted wanted, Answer there) {
            return List.of(new BootFile(
                    there.get(PATH),
                    HEADER
                            + """
                            [connection]
                            id=aloft-%1$s
                            type=loopback
                            interface-name=%1$s

                            [ipv4]
                            method=manual
                            %2$s
                            [ipv6]
                            method=manual
                            %3$s""".formatted(
                                            wanted.networkInterface(),
                                            numbered("127.0.0.1/8", wanted, true),
                                            numbered("::1/128", wanted, false)),
                    0600));
        }

        private static String numbered(String first, Wanted wanted, boolean ipv4) {
            List<String> all = new ArrayList<>(List.of(first));
            wanted.addresses().stream()
                    .map(PersistenceResource.Lasting::address)
                    .filter(address -> isIpv4(address) == ipv4)
                    .forEach(address -> all.add(address.toString()));
            StringBuilder lines = new StringBuilder();
            all.forEach(each -> lines.append("address")
                    .append(all.indexOf(each) + 1)
                    .append('=')
                    .append(each)
                    .append('\n'));
            return lines.toString();
        }
    },

    /**
     * The network scripts of Red Hat's initscripts: an alias a file. Both forms of the length, as the alias would else
     * inherit the interface's own.
     */
    NETWORK_SCRIPTS("network-scripts", "the network scripts are active") {
        @Override
        Optional<String> against(List<PersistenceResource.Lasting> addresses, boolean alone) {
            return Optional.of("an alias of the network scripts has no IPv6 address")
                    .filter(reason -> !addresses.stream().allMatch(each -> isIpv4(each.address())));
        }

        @Override
        List<BootFile> files(Wanted wanted, Answer there) {
            List<String> taken = List.of(there.get("taken").split(" ", -1));
            List<BootFile> files = new ArrayList<>();
            for (PersistenceResource.Lasting each : wanted.addresses()) {
                String alias = each.label().isEmpty() || taken.contains(each.label())
                        ? wanted.networkInterface() + ":aloft" + files.size()
                        : each.label();
                files.add(new BootFile(
                        "/etc/sysconfig/network-scripts/ifcfg-" + alias,
                        HEADER + "DEVICE=" + alias + "\nIPADDR="
                                + each.address().host() + "\nNETMASK="
                                + netmask(each.address().length()) + "\nPREFIX="
                                + each.address().length() + "\nONBOOT=yes\nARPUPDATE=no\n",
                        0644));
            }
            return files;
        }

        private static String netmask(int length) {
            long mask = 0xffffffffL << (32 - length);
            return (mask >> 24 & 255) + "." + (mask >> 16 & 255) + "." + (mask >> 8 & 255) + "." + (mask & 255);
        }
    },

    /** interfaces(5): further addresses of an interface that the host's own file brings up. */
    IFUPDOWN("ifupdown", "ifupdown sets up the network there") {
        @Override
        List<BootFile> files(Wanted wanted, Answer there) {
            String stanzas = wanted.addresses().stream()
                    .map(each -> isIpv4(each.address())
                            ? "iface %s inet static\n    address %s\n"
                                    .formatted(wanted.networkInterface(), each.address())
                            : "iface %s inet6 static\n    address %s\n    dad-attempts 0\n"
                                    .formatted(wanted.networkInterface(), each.address()))
                    .collect(Collectors.joining("\n"));
            return List.of(new BootFile(there.get(PATH), HEADER + stanzas, 0644));
        }
    },

    /** A unit that calls ip-address(8) once. It takes nothing away when it stops. */
    UNIT("unit", "no network service there can keep it") {
        @Override
        List<BootFile> files(Wanted wanted, Answer there) {
            return List.of(BootService.unit(wanted));
        }

        @Override
        boolean isService() {
            return true;
        }
    },

    /** The same as an init script. */
    SCRIPT("script", "no network service there can keep it") {
        @Override
        List<BootFile> files(Wanted wanted, Answer there) {
            return List.of(BootService.script(wanted));
        }

        @Override
        boolean isService() {
            return true;
        }
    },

    /** The same for OpenRC. */
    OPENRC("openrc", "no network service there can keep it") {
        @Override
        List<BootFile> files(Wanted wanted, Answer there) {
            return List.of(BootService.openrc(wanted));
        }

        @Override
        boolean isService() {
            return true;
        }
    };

    /** The name of Aloft's own service. */
    static final String NAME_OF_UNIT = "aloft-vips.service";

    /** What each file begins with: a host tells Aloft's files from others by it. */
    static final String HEADER = "# Written by Aloft: what this real server answers for, put there at every boot.\n";

    /** Where a host says that its means wants the file. */
    private static final String PATH = "path";

    private final String word;
    private final String why;

    BootMeans(String word, String why) {
        this.word = word;
        this.why = why;
    }

    /**
     * What shall be there after a boot.
     *
     * @param networkInterface the interface that carries the addresses
     * @param addresses those that nobody else puts there; at least one
     * @param sysctls what must be in force before: path → value
     */
    record Wanted(String networkInterface, List<PersistenceResource.Lasting> addresses, Map<String, String> sysctls) {}

    /**
     * A file that a means reads at boot.
     *
     * @param path absolute
     * @param content all of it
     * @param mode permission bits
     */
    record BootFile(String path, String content, int mode) {
        /** As a host says of a file: its digest and its mode. */
        String state() {
            return Sha256.of(content) + " " + Integer.toOctalString(mode);
        }

        Call put() {
            return Call.of("put_file", path, "%04o".formatted(mode), content);
        }
    }

    /** The one of this name; empty for one that only another version of Aloft knows. */
    static Optional<BootMeans> find(String word) {
        return Arrays.stream(values()).filter(means -> means.word.equals(word)).findFirst();
    }

    /**
     * A means and why it is the one.
     *
     * @param means which one
     * @param why to stand behind "because"
     */
    record Choice(BootMeans means, String why) {}

    /**
     * The host's own, when that can put all of these there; else a service of Aloft's.
     *
     * @param manager who would start that
     * @param alone whether nobody else has put an address there
     */
    static Choice choose(
            ServiceManager manager, Answer there, List<PersistenceResource.Lasting> addresses, boolean alone) {
        BootMeans service =
                switch (manager) {
                    case SYSTEMD -> UNIT;
                    case OPENRC -> OPENRC;
                    case SYSV, NONE -> SCRIPT;
                };
        BootMeans own = find(there.get("means")).filter(means -> means != UNIT).orElse(service);
        Optional<String> against = own.against(addresses, alone);
        return against.isPresent()
                ? new Choice(service, against.get())
                : new Choice(own, there.find("why").orElse(own.why));
    }

    /** Its name, as the host and the manifest say it. */
    String word() {
        return word;
    }

    /** Why it is not the one for these addresses; empty when it is. */
    Optional<String> against(List<PersistenceResource.Lasting> addresses, boolean alone) {
        return Optional.empty();
    }

    /** What it reads at boot. */
    abstract List<BootFile> files(Wanted wanted, Answer there);

    /** Whether its files count at the next boot, by what the host said. */
    boolean inForce(Answer there) {
        return !isService() || there.is("enabled", "yes");
    }

    /** What has to be done besides writing its files. */
    List<Call> putInForce() {
        return isService() ? List.of(Call.of("reload_units"), Call.of("enable_unit", NAME_OF_UNIT)) : List.of();
    }

    /** The calls that take its files away, with what has to be done around them. */
    List<Call> takeAway(List<Call> files) {
        if (!isService()) {
            return files;
        }
        List<Call> calls = new ArrayList<>(List.of(Call.of("remove_unit", NAME_OF_UNIT)));
        calls.addAll(files);
        calls.add(Call.of("reload_units"));
        return calls;
    }

    /** Whether it is a service of Aloft's own, which has to be enabled. */
    boolean isService() {
        return false;
    }

    private static boolean isIpv4(IpPrefix address) {
        return address.address() instanceof Inet4Address;
    }
}
