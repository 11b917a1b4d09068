package org.aloft.agent.configtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.difference.ConfigurationContents;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.config.language.Reading;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Problem.Severity;
import org.aloft.agent.config.text.Surroundings;
import org.aloft.agent.configtest.Machine.SslTrouble;
import org.aloft.agent.kernel.route.InterfaceAddress;
import org.aloft.agent.kernel.route.MacAddress;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.script.Admission;
import org.aloft.agent.script.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineRulesTest {
    private static final String FILE = """
            global_defs {
                script_user nobody nogroup
                notify_fifo /run/f ghost
            }
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 10
                virtual_ipaddress {
                    192.0.2.10
                }
                notify /usr/local/bin/tell
            }
            virtual_server 192.0.2.10 80 {
                protocol TCP
                real_server 192.0.2.30 80 {
                }
            }
            """;

    @TempDir
    Path folder;

    private List<NetworkInterface> interfaces = List.of(device(2, "eth0", true, true), device(3, "eth1", true, true));
    private final List<InterfaceAddress> addresses = new ArrayList<>(List.of(address(2, "192.0.2.1", 24)));
    private Optional<Admission> admission = Optional.empty();
    private Set<AccountName> unknownAccounts = Set.of();
    private List<SslTrouble> sslTroubles = List.of();
    private Optional<String> ipvsRefusal = Optional.empty();

    private static NetworkInterface device(int index, String name, boolean up, boolean running) {
        return new NetworkInterface(index, name, MacAddress.NONE, 1500, up, running);
    }

    private static InterfaceAddress address(int device, String text, int length) {
        try {
            return InterfaceAddress.of(device, InetAddress.getByName(text), length);
        } catch (IOException impossible) {
            throw new IllegalArgumentException(text, impossible);
        }
    }

    private List<String> problems(String... replacements) throws IOException, ConfigurationException {
        String text = FILE;
        for (int index = 0; index < replacements.length; index += 2) {
            text = text.replace(replacements[index], replacements[index + 1]);
        }
        Path file = Files.writeString(folder.resolve("a.conf"), text);
        Reading reading = ConfigurationReader.readWithPlaces(file, new Surroundings("lvs1", "lvs1"));
        Map<ScriptLine, Admission> admissions = new HashMap<>();
        ConfigurationContents.everywhere(reading.configuration(), ScriptLine.class)
                .forEach(script -> admission.ifPresent(fact -> admissions.put(script.value(), fact)));
        Machine machine = new Machine(interfaces, addresses, admissions, unknownAccounts, sslTroubles, ipvsRefusal);
        return MachineRules.check(reading, machine).stream()
                .map(problem -> problem.toString().replace(folder + "/", ""))
                .toList();
    }

    @Test
    void shouldFindNothingOnAMachineThatHasAllOfIt() throws Exception {
        assertThat(problems()).isEmpty();
    }

    @Test
    void shouldRefuseAnInterfaceThatIsNotThereUnlessItMayComeLater() throws Exception {
        assertThat(problems("eth0", "ens3"))
                .containsExactly(
                        "a.conf:6:5: there is no interface ens3; this machine has eth0, eth1; write one of them,"
                                + " or dynamic_interfaces in global_defs if it comes later");
        assertThat(problems("script_user nobody nogroup", "dynamic_interfaces", "eth0", "ens3"))
                .containsExactly("a.conf:6:5: warning: there is no interface ens3; this machine has eth0, eth1");
    }

    @Test
    void shouldSayThatAnInterfaceIsDownAndHowToRaiseIt() throws Exception {
        interfaces = List.of(device(2, "eth0", false, false));
        assertThat(problems())
                .containsExactly(
                        "a.conf:6:5: warning: interface eth0 is down, so vrrp_instance VI_1 waits in FAULT; type:"
                                + " ip link set eth0 up");
        interfaces = List.of(device(2, "eth0", true, false));
        assertThat(problems())
                .containsExactly(
                        "a.conf:6:5: warning: interface eth0 has no carrier, so vrrp_instance VI_1 waits in FAULT;"
                                + " check the cable or the switch");
    }

    @ParameterizedTest(name = "{0} in {1}, eth1 {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.10                      | virtual_ipaddress          | missing |",
                "192.0.2.10/24 dev eth1          | virtual_ipaddress          | fine    |",
                "192.0.2.10/24 dev eth1          | virtual_ipaddress          | missing | there is no interface eth1; this machine has eth0; write one of them, or dynamic_interfaces in global_defs if it comes later",
                "192.0.2.10/24 dev eth1          | virtual_ipaddress          | down    | warning: interface eth1 is down, so vrrp_instance VI_1 waits in FAULT; type: ip link set eth1 up",
                "192.0.2.10/24 dev eth1          | virtual_ipaddress          | cable   | warning: interface eth1 has no carrier, so vrrp_instance VI_1 waits in FAULT; check the cable or the switch",
                "192.0.2.10/24 dev eth1 no_track | virtual_ipaddress          | cable   |",
                "192.0.2.10/24 dev eth1 no_track | virtual_ipaddress          | missing |",
                "192.0.2.11/24 dev eth1          | virtual_ipaddress_excluded | missing | there is no interface eth1; this machine has eth0; write one of them, or dynamic_interfaces in global_defs if it comes later",
                "192.0.2.11/24 dev eth1 no_track | virtual_ipaddress_excluded | missing |",
                "198.51.100.0/24 dev eth1        | virtual_routes             | down    | warning: interface eth1 is down, so vrrp_instance VI_1 waits in FAULT; type: ip link set eth1 up",
                "198.51.100.0/24 dev eth1 no_track | virtual_routes           | down    |",
            })
    void shouldLookAtEveryInterfaceThatSomethingStandsOn(String line, String block, String eth1, String message)
            throws Exception {
        NetworkInterface eth0 = device(2, "eth0", true, true);
        interfaces = eth1.equals("missing")
                ? List.of(eth0)
                : List.of(eth0, device(3, "eth1", !eth1.equals("down"), eth1.equals("fine")));
        List<String> found = block.equals("virtual_ipaddress")
                ? problems("192.0.2.10\n", line + "\n")
                : problems("notify /usr", block + " {\n" + line + "\n}\nnotify /usr");
        int where = block.equals("virtual_ipaddress") ? 8 : 11;
        assertThat(found).isEqualTo(message == null ? List.of() : List.of("a.conf:" + where + ":5: " + message));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "unicast_src_ip 192.0.2.1 |",
                "unicast_src_ip 192.0.2.9 | stays in FAULT until it is there",
                "mcast_src_ip 192.0.2.9   | cannot send",
            })
    void shouldSayWhatAMissingSourceAddressMeans(String line, String effect) throws Exception {
        boolean unicast = line.startsWith("unicast");
        List<String> found =
                problems("notify /usr", line + (unicast ? "\nunicast_peer {\n192.0.2.2\n}" : "") + "\nnotify /usr");
        assertThat(found)
                .isEqualTo(
                        effect == null
                                ? List.of()
                                : List.of("a.conf:11:5: warning: " + line
                                        + " is on no interface of this machine, so vrrp_instance VI_1 " + effect
                                        + "; write one that ip address shows, or leave the line out"));
    }

    @Test
    void shouldNoticeAVipOnAnotherInterfaceButNotOnItsOwn() throws Exception {
        addresses.add(address(2, "192.0.2.10", 32));
        assertThat(problems()).isEmpty();
        addresses.add(address(3, "192.0.2.10", 32));
        assertThat(problems())
                .containsExactly(
                        "a.conf:8:5: warning: the VIP 192.0.2.10 is on eth1 already, and not on eth0; if no aloftd"
                                + " put it there, type: ip address del 192.0.2.10 dev eth1");
    }

    @Test
    void shouldNoticeAVipOutsideAllNetworksOfItsInterface() throws Exception {
        addresses.clear();
        addresses.add(address(2, "192.0.2.129", 25));
        assertThat(problems())
                .containsExactly("a.conf:8:5: warning: the VIP 192.0.2.10 is in none of the networks of eth0, so its"
                        + " neighbours do not look for it there; give it a prefix length, or route it to this machine");
        assertThat(problems("192.0.2.10\n", "192.0.2.10/24\n")).isEmpty();
    }

    @Test
    void shouldSayThatATrackedInterfaceIsMissing() throws Exception {
        assertThat(problems("notify /usr", "track_interface {\n eth1\n eth7\n}\nnotify /usr"))
                .containsExactly(
                        "a.conf:11:5: there is no interface eth7; this machine has eth0, eth1; write one of them, or"
                                + " dynamic_interfaces in global_defs if it comes later");
    }

    @Test
    void shouldSayThatAdvertsCannotBeSentFromAnAddressThatIsNotThere() throws Exception {
        addresses.add(address(3, "198.51.100.1", 24));
        assertThat(problems("notify /usr", "mcast_src_ip 192.0.2.1\nnotify /usr"))
                .isEmpty();
        assertThat(problems("notify /usr", "mcast_src_ip 192.0.2.9\nnotify /usr"))
                .containsExactly("a.conf:11:5: warning: mcast_src_ip 192.0.2.9 is on no interface of this machine, so"
                        + " vrrp_instance VI_1 cannot send; write one that ip address shows, or leave the line out");
        assertThat(problems("notify /usr", "mcast_src_ip 198.51.100.1\nnotify /usr"))
                .containsExactly(
                        "a.conf:11:5: warning: mcast_src_ip 198.51.100.1 is on eth1, but adverts leave by eth0;"
                                + " write one of that interface, or leave the line out");
        String peers = "unicast_peer {\n 192.0.2.2\n}\n";
        assertThat(problems("notify /usr", peers + "unicast_src_ip 198.51.100.1\nnotify /usr"))
                .as("unicast may leave by any interface")
                .isEmpty();
        assertThat(problems("notify /usr", peers + "unicast_src_ip 192.0.2.9\nnotify /usr"))
                .singleElement()
                .asString()
                .startsWith("a.conf:14:1: warning: unicast_src_ip 192.0.2.9 is on no interface");
    }

    @Test
    void shouldNoticeAPeerThatIsThisMachine() throws Exception {
        String peers = "unicast_peer {\n 192.0.2.1\n 192.0.2.2\n}\nnotify /usr";
        assertThat(problems("notify /usr", peers))
                .containsExactly(
                        "a.conf:11:5: warning: the unicast_peer 192.0.2.1 is this machine itself (eth0); take it"
                                + " out of the block, and name the other routers");
    }

    @Test
    void shouldSayThatAnInterfaceCannotMulticastUnlessItNeedNot() throws Exception {
        interfaces = List.of(new NetworkInterface(2, "eth0", MacAddress.NONE, 1500, true, true, false));
        assertThat(problems())
                .containsExactly("a.conf:6:5: warning: interface eth0 cannot multicast, so no other router hears"
                        + " vrrp_instance VI_1; add unicast_peer, or type: ip link set eth0 multicast on");
        assertThat(problems("notify /usr", "unicast_peer {\n 192.0.2.2\n}\nnotify /usr"))
                .isEmpty();
    }

    @Test
    void shouldNoticeAVipThatIsTheMachinesOwnAddressUnlessItOwnsIt() throws Exception {
        addresses.add(address(2, "192.0.2.10", 24));
        assertThat(problems())
                .containsExactly(
                        "a.conf:8:5: warning: the VIP 192.0.2.10/32 is on eth0 as 192.0.2.10/24 already, so this"
                                + " machine answers for it as a backup, too; take it off the interface, or write priority 255 if"
                                + " it is this machine's own address");
        assertThat(problems("virtual_router_id 10", "virtual_router_id 10\npriority 255"))
                .isEmpty();
    }

    @Test
    void shouldSayWhyAScriptCannotRunOrWhatIsUnsafeAboutIt() throws Exception {
        admission = Optional.of(new Admission.Refused("/usr/local/bin/tell is not executable; type: chmod +x it"));
        assertThat(problems())
                .containsExactly("a.conf:11:12: /usr/local/bin/tell is not executable; type: chmod +x it");
        String concern = "/usr/local may be changed by anybody; type: chmod o-w /usr/local";
        admission = Optional.of(
                new Admission.Admitted(new Script(List.of("/usr/local/bin/tell"), Optional.empty()), List.of(concern)));
        assertThat(problems())
                .containsExactly("a.conf:11:12: warning: runs as root, but " + concern
                        + "; enable_script_security would refuse to run it");
    }

    @Test
    void shouldSayWhichAccountsAreMissing() throws Exception {
        unknownAccounts = Set.of(new AccountName("ghost", Optional.empty()));
        assertThat(problems())
                .containsExactly("a.conf:1:1: this machine has no user or group ghost; create it, or name another");
    }

    @Test
    void shouldTellOnceThatAScriptsAccountIsMissing() throws Exception {
        admission = Optional.of(new Admission.Refused("tell is not run: this host has no user or group ghost"));
        unknownAccounts = Set.of(new AccountName("ghost", Optional.empty()));
        assertThat(problems("/run/f ghost", "/run/f", "bin/tell", "bin/tell ghost"))
                .containsExactly("a.conf:11:12: tell is not run: this host has no user or group ghost");
        assertThat(problems("/run/f ghost", "/run/f", "nobody nogroup", "ghost"))
                .containsExactly("a.conf:2:5: this machine has no user or group ghost; create it, or name another");
    }

    @Test
    void shouldSayThatAnInterfaceHasNoAddressToSendFrom() throws Exception {
        addresses.clear();
        addresses.add(address(2, "192.0.2.10", 24));
        addresses.add(address(2, "fe80::1", 64));
        assertThat(problems("192.0.2.10\n", "192.0.2.10/24\n"))
                .containsExactly(
                        "a.conf:6:5: warning: interface eth0 has no IPv4 address of its own, so vrrp_instance VI_1 has"
                                + " none to send from and waits in FAULT; give it one, or write mcast_src_ip ADDRESS");
        assertThat(problems(
                        "virtual_router_id 10",
                        "virtual_router_id 10\npriority 255",
                        "192.0.2.10\n",
                        "192.0.2.10/24\n"))
                .as("an owner's VIP is its own")
                .isEmpty();
    }

    @Test
    void shouldSayWhatToLoadForVirtualServers() throws Exception {
        ipvsRefusal = Optional.of("run `modprobe ip_vs`");
        assertThat(problems())
                .containsExactly(
                        "a.conf:13:1: virtual_server needs IPVS, which this kernel does not offer: run `modprobe ip_vs`");
    }

    @Test
    void shouldLookAtThisMachineWithoutFailing() throws Exception {
        Path file = Files.writeString(folder.resolve("a.conf"), FILE.replace("eth0", "lo"));
        Reading reading = ConfigurationReader.readWithPlaces(file, new Surroundings("lvs1", "lvs1"));
        Machine machine = MachineProbe.look(reading.configuration());
        assertThat(machine.interfaceNamed("lo")).isPresent();
        assertThat(machine.scripts()).hasSize(1).allSatisfy((line, fact) -> assertThat(fact)
                .isInstanceOf(Admission.Refused.class));
        assertThat(machine.unknownAccounts()).containsExactly(new AccountName("ghost", Optional.empty()));
    }

    @Test
    void shouldTellAtItsLineWhatIsTheMatterWithAClientCertificate() throws Exception {
        sslTroubles = List.of(
                new SslTrouble("password", Severity.ERROR, "it does not open the key"),
                new SslTrouble("certificate", Severity.WARNING, "it expired"));
        assertThat(problems("virtual_server 192", "SSL {\n key /k\n password x\n}\nvirtual_server 192"))
                .containsExactly("a.conf:15:2: it does not open the key", "a.conf:13:1: warning: it expired");
    }

    @Test
    void shouldFindOutOnThisMachineWhetherAClientCertificateCanBeUsed() throws Exception {
        Path file = Files.writeString(folder.resolve("ssl.conf"), "SSL {\n    key " + folder + "/a.key\n}\n");
        Reading reading = ConfigurationReader.readWithPlaces(file, new Surroundings("lvs1", "lvs1"));
        Path key = Files.writeString(folder.resolve("a.key"), "to be written");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(MachineRules.check(reading, MachineProbe.look(reading.configuration())))
                .extracting(problem -> problem.toString().replace(folder + "/", ""))
                .containsExactly(
                        "ssl.conf:2:5: key a.key has no private key in it; name a PEM file that has one",
                        "ssl.conf:2:5: warning: every user of this machine may read key a.key; type: chmod o= a.key");
    }
}
