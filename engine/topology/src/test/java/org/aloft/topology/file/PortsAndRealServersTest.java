package org.aloft.topology.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;
import org.junit.jupiter.api.Test;

/** Which services a block makes, and whom they send to. */
class PortsAndRealServersTest extends OnTopologyText {
    @Test
    void shouldForwardToTheServiceAddressWhereItIsNotTheOneOfSsh() throws Exception {
        Topology topology = read("""
                inventory: hosts.ini
                instances:
                  VI_1: {virtual_router_id: 7, interface: eth1, members: {a: 100, b: 90}, vips: [10.0.0.9]}
                services:
                  web:
                    vip: 10.0.0.9
                    port: 80
                    forward: nat
                    real_servers: {web: {weight: 2, address: "{{ service_ip }}"}, d: {address: 10.0.0.4, port: 8080}, b: 1}
                """, """
                a ansible_host=127.0.0.1 ansible_port=2201
                b ansible_host=10.0.0.2
                [web]
                c ansible_host=127.0.0.1 ansible_port=2203 service_ip=10.0.0.3
                d ansible_host=127.0.0.1 ansible_port=2204 service_ip=10.0.0.4
                """);
        assertThat(topology.services().get(0).realServers())
                .containsExactlyInAnyOrder(
                        new VirtualService.RealServer("c", InetAddress.getByName("10.0.0.3"), 80, 2),
                        new VirtualService.RealServer("d", InetAddress.getByName("10.0.0.4"), 8080, 1),
                        new VirtualService.RealServer("b", InetAddress.getByName("10.0.0.2"), 80, 1));
        assertThat(topology.hosts().get("c").address()).isEqualTo("127.0.0.1");
    }

    @Test
    void shouldMakeAServiceOfEachPortAndVip() throws Exception {
        Topology topology = read("""
                inventory: hosts.ini
                instances:
                  VI_1:
                    {virtual_router_id: 7, interface: eth1, members: {a: 100, b: 90}, vips: [10.0.0.9]}
                services:
                  web: {vip: 10.0.0.9, ports: [80, 8001-8003], forward: dr, real_servers: {c: 1}}
                  mail: {vip: [10.0.0.9], port: 25, forward: dr, real_servers: {c: 1}}
                """, """
                a ansible_host=10.0.0.1
                b ansible_host=10.0.0.2
                c ansible_host=10.0.0.3
                """);
        assertThat(topology.services())
                .extracting(VirtualService::name)
                .containsExactly("web-80", "web-8001", "web-8002", "web-8003", "mail");
        assertThat(topology.services()).extracting(VirtualService::tcpPort).contains(Optional.of(8002));
        assertThat(topology.services().get(1).realServers().get(0).port()).isEqualTo(8001);
    }

    @Test
    void shouldSendToWhatIsNotManaged() throws Exception {
        Topology topology =
                read("""
                inventory: hosts.ini
                instances:
                  VI_1: {virtual_router_id: 7, interface: eth1, members: {a: 100, b: 90}, vips: [10.0.0.9]}
                services:
                  web:
                    vip: 10.0.0.9
                    port: 80
                    forward: nat
                    real_servers: {10.0.0.21: 2, 10.0.0.3: 1}
                    sorry_server: 127.0.0.1:8080
                  late: {vip: 10.0.0.9, port: 81, forward: dr, real_servers: {10.0.0.3: 1}, sorry_server: d}
                """, "a ansible_host=10.0.0.1\nb ansible_host=10.0.0.2\n10.0.0.3\nd ansible_host=10.0.0.4\n");
        VirtualService web = topology.services().get(0);
        assertThat(web.realServers())
                .extracting(VirtualService.RealServer::host)
                .contains(Optional.empty(), Optional.of("10.0.0.3"));
        assertThat(web.fallback().sorryServer())
                .contains(new VirtualService.SorryServer(Optional.empty(), Values.address("127.0.0.1"), 8080, false));
        assertThat(topology.hosts()).containsOnlyKeys("a", "b", "10.0.0.3", "d");
        assertThat(topology.virtualServicesWithRealServer("d"))
                .extracting(VirtualService::name)
                .containsExactly("late");
    }
}
