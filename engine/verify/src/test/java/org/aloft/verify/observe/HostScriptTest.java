package org.aloft.verify.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.aloft.ssh.ScriptResult;
import org.aloft.verify.Sh;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostScriptTest {
    private static final String PRINTED = """
            #aloft addresses
            1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever
            1: lo    inet 192.168.100.10/32 scope global lo:0\\       valid_lft forever preferred_lft forever
            10: eth0    inet 192.168.100.200/24 brd 192.168.100.255 scope global eth0\\       valid_lft forever
            10: eth0    inet6 fe80::fca7:85ff:fe16:e526/64 scope link \\       valid_lft forever
            #aloft links
            1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue\\    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
            10: eth0@if9: <BROADCAST,UP> mtu 1500 state UP\\    link/ether FE:a7:85:16:e5:26 brd ff:ff:ff:ff:ff:ff link-netns x
            #aloft sysctls
            /proc/sys/net/ipv4/ip_forward=0
            /proc/sys/net/ipv4/conf/all/arp_ignore=1
            /proc/sys/net/ipv4/conf/eth0/arp_ignore=0
            #aloft ipvs
            #aloft services
            active
            inactive
            #aloft end
            """;

    @Test
    void shouldReadAddressesMacsSysctlsAndServices() throws IOException {
        HostSeen seen = HostScript.read("web1", printed(PRINTED));
        InetAddress vip = InetAddress.getByName("192.168.100.10");
        assertThat(seen.interfaceOf(vip)).contains("lo");
        assertThat(seen.holds(vip)).isFalse();
        assertThat(seen.holds(InetAddress.getByName("192.168.100.200"))).isTrue();
        assertThat(seen.macs()).containsOnlyKeys("eth0").containsEntry("eth0", "fe:a7:85:16:e5:26");
        assertThat(seen.sysctls())
                .containsEntry("net.ipv4.conf.all.arp_ignore", "1")
                .hasSize(3);
        assertThat(seen.services()).containsEntry("aloftd", "active").containsEntry("keepalived", "inactive");
        assertThat(seen.ipvs().services()).isEmpty();
    }

    @Test
    void shouldFindThisMachinesOwnLoopbackAndSysctls() throws IOException {
        HostSeen seen = HostScript.read("here", Sh.run(HostScript.text()));
        assertThat(seen.interfaceOf(InetAddress.getLoopbackAddress())).contains("lo");
        assertThat(seen.sysctls()).containsKeys("net.ipv4.ip_forward", "net.ipv4.conf.all.arp_ignore");
    }

    @Test
    void shouldNotTakeHalfAnAnswerForAHostWithoutTheAddress() {
        for (int end = 0; end < PRINTED.length(); end++) {
            HostSeen seen = HostScript.read("lvs1", printed(PRINTED.substring(0, end)));
            assertThat(seen.unobserved()).as("cut after %d characters", end).contains("its answer was cut off");
        }
    }

    @Test
    void shouldSayWhyAHostCouldNotBeObserved() {
        HostSeen seen = HostScript.read("lvs1", Sh.run(HostScript.text(), Map.of("PATH", "/nonexistent"), "/bin/sh"));
        assertThat(seen.unobserved())
                .hasValueSatisfying(reason -> assertThat(reason).contains("ip", "not found"));
        assertThat(HostScript.read("lvs1", new ScriptResult(137, PRINTED, "")).unobserved())
                .contains("the script ended with status 137");
    }

    @Test
    void shouldQuoteWhatComesFromHosts(@TempDir Path folder) {
        Path never = folder.resolve("never");
        String hostile = "$(touch " + never + ") '; touch " + never + "; '";
        String text = ArpScript.text(InetAddress.getLoopbackAddress(), List.of(hostile));
        ScriptResult result = Sh.run(text);
        assertThat(ScriptEnd.missing(result)).isEmpty();
        assertThat(ArpAnswers.parse(result.output()).impossible()).isPresent();
        assertThat(never).doesNotExist();
    }

    private static ScriptResult printed(String output) {
        return new ScriptResult(0, output, "");
    }
}
