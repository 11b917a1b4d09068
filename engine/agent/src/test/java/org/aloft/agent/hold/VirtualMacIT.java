package org.aloft.agent.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.aloft.agent.config.VirtualMac;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.kernel.NetworkNamespaces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An interface with the virtual MAC. Needs root. */
@Timeout(60)
class VirtualMacIT extends HoldingsOnTwoHosts {
    @Test
    void shouldMakeAnInterfaceWithTheVirtualMacAndPutTheHostBackAsItWas() throws Exception {
        VrrpInstanceBlock instance = instance("""
                vrrp_instance VI_1 {
                    interface eth0
                    virtual_router_id 10
                    use_vmac
                    use_vmac_addr
                    virtual_ipaddress {
                        192.0.2.10
                    }
                    virtual_ipaddress_excluded {
                        2001:db8::10
                    }
                }
                """);
        inLeft("sysctl", "-q", "-w", "net.ipv4.conf.all.rp_filter=1");
        List<String> before = settings();
        List<VirtualMac> macs = instance.holding().virtualMacs();
        run(holdings -> {
            holdings.put(holdings.virtualMacs(macs));
            holdings.put(instance.holding().whileActive());
            assertThat(network.left.ip("-d", "link", "show", "vrrp.10"))
                    .contains("00:00:5e:00:01:0a")
                    .contains("macvlan mode private")
                    .contains("addrgenmode none")
                    .contains(",UP");
            assertThat(network.left.ip("-d", "link", "show", "vrrp6.10")).contains("00:00:5e:00:02:0a");
            assertThat(network.left.ip("-o", "address", "show", "dev", "vrrp.10"))
                    .contains("192.0.2.10/32");
            assertThat(network.left.ip("-o", "address", "show", "dev", "vrrp6.10"))
                    .contains("2001:db8::10/128")
                    .contains("fe80::");
            assertThat(settings()).containsExactly("1", "1", "1", "0", "1");
        });
        run(holdings -> holdings.removeLeftovers(List.of(), List.of()));
        assertThat(network.left.ip("link", "show")).doesNotContain("vrrp");
        assertThat(settings()).isEqualTo(before);
    }

    private List<String> settings() throws IOException {
        return inLeft(
                        "sysctl",
                        "-n",
                        "net.ipv4.conf.eth0.arp_ignore",
                        "net.ipv4.conf.eth0.arp_filter",
                        "net.ipv4.conf.eth0.rp_filter",
                        "net.ipv4.conf.all.rp_filter",
                        "net.ipv4.conf.default.rp_filter")
                .lines()
                .toList();
    }

    private String inLeft(String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", network.left.name));
        all.addAll(List.of(command));
        return NetworkNamespaces.run(all.toArray(String[]::new));
    }

    @ParameterizedTest(name = "with {0}")
    @ValueSource(strings = {"use_vmac", ""})
    void shouldAnswerWithTheVirtualMacWhereThereIsOneAndWithItsOwnElsewhere(String word) throws Exception {
        String text = "vrrp_instance %s {\ninterface eth0\nvirtual_router_id 10\n" + word
                + "\nvirtual_ipaddress {\n%s\n}\n}\n";
        List<VrrpInstanceBlock> instances = ConfigurationReader.read(Files.writeString(
                        folder.resolve("both.conf"),
                        text.formatted("A", "192.0.2.10/24") + text.formatted("B", "2001:db8::10/64")))
                .instances();
        network.right.ip("-6", "address", "add", "2001:db8::2/64", "dev", "eth0", "nodad");
        assertThat(answers("192.0.2.1"))
                .as("so that the left host need not ask who the right one is")
                .isTrue();
        String own = network.left.ip("-o", "link", "show", "eth0").replaceFirst("(?s).*link/ether (\\S+).*", "$1");
        run(holdings -> {
            for (VrrpInstanceBlock instance : instances) {
                holdings.put(holdings.virtualMacs(instance.holding().virtualMacs()));
                holdings.put(instance.holding().whileActive());
            }
            assertThat(answers("192.0.2.10")).as("IPv4").isTrue();
            assertThat(answers("2001:db8::10")).as("IPv6").isTrue();
        });
        boolean virtual = !word.isEmpty();
        assertThat(network.right.ip("neighbour", "show", "192.0.2.10"))
                .contains("lladdr " + (virtual ? "00:00:5e:00:01:0a" : own));
        assertThat(network.right.ip("neighbour", "show", "2001:db8::10"))
                .contains("lladdr " + (virtual ? "00:00:5e:00:02:0a" : own));
    }
}
