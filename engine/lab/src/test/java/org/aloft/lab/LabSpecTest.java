package org.aloft.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabSpecTest {
    private static final LabSpec SPEC = LabSpec.of(List.of(new LabHost("web1", "192.168.100.200")));

    @Test
    void shouldGiveTheControllerTheFirstAddress() {
        assertThat(SPEC.controllerAddress("192.168.100.200")).isEqualTo("192.168.100.1");
        assertThat(SPEC.withPrefix("192.168.100.200")).isEqualTo("192.168.100.200/24");
    }

    @Test
    void shouldCallTheCardEns33UnlessToldOtherwise() {
        assertThat(SPEC.hosts().get(0).interfaceName()).isEqualTo("ens33");
        assertThat(new LabHost("web1", "192.168.100.200", "eth0").interfaceName())
                .isEqualTo("eth0");
    }

    @Test
    void shouldGiveAHostTheSameMacAddressAtEveryBoot() {
        assertThat(SPEC.hosts().get(0).cards().get(0).macAddress()).isEqualTo("02:a1:c0:a8:64:c8");
    }

    @Test
    void shouldGiveAHostTheIpv6AddressOfTheSameDigits() {
        assertThat(SPEC.hosts().get(0).cards().get(0).ipv6Address()).isEqualTo("fd00:100::200");
    }

    @Test
    void shouldPlugEachCardIntoTheNetworkOfItsAddress() {
        LabHost director = new LabHost("lvs1", "192.168.100.100").withCard("ens36", "192.168.101.100");
        LabSpec spec = LabSpec.of(List.of(director), List.of("192.168.100.0/24", "192.168.101.0/24"));
        assertThat(director.address()).isEqualTo("192.168.100.100");
        assertThat(spec.networkNumber("192.168.100.100")).isZero();
        assertThat(spec.networkNumber("192.168.101.100")).isOne();
        assertThat(spec.controllerAddress("192.168.101.100")).isEqualTo("192.168.101.1");
        assertThat(spec.controllerAddresses()).containsExactly("192.168.100.1/24", "192.168.101.1/24");
    }

    @Test
    void shouldRefuseTwoCardsOfOneName() {
        LabHost host = new LabHost("lvs1", "192.168.100.100");
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> host.withCard("ens33", "192.168.101.100"))
                .withMessageContaining("must have cards of different names");
    }

    @Test
    void shouldRefuseANetworkThatStandsTwice() {
        List<String> networks = List.of("192.168.100.0/24", "192.168.100.0/24");
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> LabSpec.of(SPEC.hosts(), networks))
                .withMessageContaining("begin alike");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-web", "web-", "Web", "web_1", "web;reboot", "$(reboot)", "web 1", "web\n1"})
    void shouldRefuseAHostNameThatIsNone(String name) {
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> new LabHost(name, "192.168.100.200"))
                .withMessageContaining("name=" + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lo", "0eth", "sixteen-letters1", "eth0;reboot", "eth0 eth1"})
    void shouldRefuseAnInterfaceNameThatIsNone(String name) {
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> new LabHost("web1", "192.168.100.200", name))
                .withMessageContaining("interface=" + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "192.168.100", "192.168.100.256", "192.168.100.2.3", "localhost", "::1"})
    void shouldRefuseAnAddressThatIsNotIpv4(String address) {
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> new LabHost("web1", address))
                .withMessageContaining("address=" + address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "192.168.100.0", "192.168.100.255"})
    void shouldRefuseAnAddressOutsideTheNetwork(String address) {
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> LabSpec.of(List.of(new LabHost("web1", address))))
                .withMessageContaining("within 192.168.100.0/24: address=" + address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.100.1", "192.168.100.20"})
    void shouldRefuseAnAddressThatIsTaken(String address) {
        List<LabHost> hosts = List.of(new LabHost("client", "192.168.100.20"), new LabHost("web1", address));
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> LabSpec.of(hosts))
                .withMessageContaining("address " + address + " of host web1 is taken");
    }

    @Test
    void shouldRefuseTwoHostsOfOneName() {
        List<LabHost> hosts = List.of(new LabHost("web1", "192.168.100.20"), new LabHost("web1", "192.168.100.21"));
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> LabSpec.of(hosts))
                .withMessage("host name web1 is taken in lab aloft-lab; rename the host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lab", "/", "/var/lib/a b", "/var/lib/a,b", "/var/../etc", "/var/lib/$(reboot)"})
    void shouldRefuseAHomeThatMountOptionsCannotName(String home) {
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> SPEC.withHome(Path.of(home)))
                .withMessageContaining("home=" + home);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Lab", "1lab", "sixteen-letters1", "../lab", "a b"})
    void shouldRefuseALabNameThatIsNone(String name) {
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> SPEC.withName(name))
                .withMessageContaining("name=" + name);
    }

    @Test
    void shouldRefuseAGuestWithoutSystemd() {
        LabSpec small = LabSpec.of(List.of(new LabHost("box", "192.168.100.50").withInit(LabHost.Init.SMALL)));
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> small.withKernel(LabKernel.UML))
                .withMessageContaining("without systemd")
                .withMessageContaining("use this machine's kernel");
    }

    @Test
    void shouldHaveHostsThatNeedNoIpvsOnThisMachinesKernel() {
        LabHost director = new LabHost("lvs1", "192.168.100.100");
        LabHost box = new LabHost("box", "192.168.100.50")
                .withoutIpvs()
                .withInit(LabHost.Init.SMALL)
                .withCard("ens34", "192.168.100.51");
        LabSpec spec = LabSpec.of(List.of(director, box));
        assertThat(spec.withKernel(LabKernel.UML).guests()).containsExactly(director);
        assertThat(spec.withKernel(LabKernel.NATIVE).guests()).isEmpty();
    }

    @Test
    void shouldSayTheWayOut() {
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> SPEC.withGuestMegabytes(64))
                .satisfies(e -> assertThat(e.problem()).isEqualTo("a lab guest's memory must be 96 MB or more: 64"))
                .satisfies(e -> assertThat(e.fix()).isEqualTo("use 256"))
                .withMessage("a lab guest's memory must be 96 MB or more: 64; use 256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.100.0", "192.168.100.0/33", "192.168.100.1/24", "192.168.100.0/30", "net/24"})
    void shouldRefuseANetworkThatIsNone(String network) {
        assertThatExceptionOfType(LabException.class).isThrownBy(() -> LabSpec.of(SPEC.hosts(), List.of(network)));
    }
}
