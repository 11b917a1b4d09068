package org.aloft.verify.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
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
            """;

    @Test
    void shouldReadAddressesMacsSysctlsAndServices() throws IOException {
        HostSeen seen = HostScript.read("web1", PRINTED);
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
        HostSeen seen = HostScript.read("here", sh(HostScript.text()));
        assertThat(seen.interfaceOf(InetAddress.getLoopbackAddress())).contains("lo");
        assertThat(seen.sysctls()).containsKeys("net.ipv4.ip_forward", "net.ipv4.conf.all.arp_ignore");
    }

    @Test
    void shouldQuoteWhatComesFromHosts(@TempDir Path folder) throws IOException {
        Path never = folder.resolve("never");
        String hostile = "$(touch " + never + ") '; touch " + never + "; '";
        String text = ArpScript.text(InetAddress.getLoopbackAddress(), List.of(hostile));
        assertThat(ArpAnswers.parse(sh(text)).impossible()).isPresent();
        assertThat(never).doesNotExist();
    }

    private static String sh(String script) throws IOException {
        Process process = new ProcessBuilder("sh").redirectErrorStream(false).start();
        try (var input = process.getOutputStream()) {
            input.write(script.getBytes(StandardCharsets.UTF_8));
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
