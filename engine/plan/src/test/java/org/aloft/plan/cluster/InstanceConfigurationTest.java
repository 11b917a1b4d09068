package org.aloft.plan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.topology.file.TopologyReader;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.model.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's configuration, letter by letter. */
class InstanceConfigurationTest {
    private static final String HEAD = """
            # Written by Aloft; what is changed here by hand, the next `aloft apply` puts back.
            # keepalived.conf(5): aloftd and keepalived both read it.
            """;

    @TempDir
    private Path folder;

    @Test
    void shouldSayNothingThatIsNotAskedFor() throws Exception {
        assertThat(text("""
                instances:
                  VI_1: {virtual_router_id: 10, interface: eth0, members: {a: 100, b: 90}, vips: [10.0.0.9]}
                """, "b").reveal()).isEqualTo(HEAD + """

                vrrp_instance VI_1 {
                    state BACKUP
                    interface eth0
                    virtual_router_id 10
                    priority 90
                    advert_int 1
                    virtual_ipaddress {
                        10.0.0.9/32
                    }
                }
                """);
    }

    @Test
    void shouldSayHowAdvertsGoAndWhatMovesWithTheVips() throws Exception {
        assertThat(text("""
                instances:
                  VI_1:
                    virtual_router_id: 10
                    interface: eth0
                    members: {directors: [100, 90], c: {priority: 80}}
                    vips:
                      - 10.0.0.9/24
                      - {address: "2001:db8::9/64", interface: {a: eth1, b: eth2, c: eth1}, excluded: true}
                      - {address: 10.1.0.9/24, interface: eth1, label: "eth1:1", scope: link}
                    preempt_delay: 30s
                    unicast: true
                    virtual_mac: true
                    accept: false
                    detect: 90ms
                    routes:
                      - {to: 10.40.0.0/16, via: 10.0.0.254, table: 100, metric: 5, source: 10.0.0.9}
                      - {to: default, interface: eth1}
                    rules: [{from: 10.40.0.0/16, to: 10.50.0.0/16, interface: eth1, mark: 7, table: 100, priority: 9}]
                    keepalived: |
                      garp_master_delay 2
                      track_bfd {
                        peer
                      }
                """, "b").reveal()).isEqualTo(HEAD + """

                vrrp_instance VI_1 {
                    state BACKUP
                    interface eth0
                    use_vmac
                    vmac_xmit_base
                    virtual_router_id 10
                    priority 90
                    advert_int 1
                    preempt_delay 30
                    fast_detection 30 3
                    unicast_src_ip 10.0.0.2
                    unicast_peer {
                        10.0.0.1
                        10.0.0.3
                    }
                    no_accept
                    virtual_ipaddress {
                        10.0.0.9/24
                        10.1.0.9/24 dev eth1 scope link label eth1:1
                    }
                    virtual_ipaddress_excluded {
                        2001:db8::9/64 dev eth2
                    }
                    virtual_routes {
                        10.40.0.0/16 via 10.0.0.254 dev eth0 src 10.0.0.9 table 100 metric 5
                        default dev eth1
                    }
                    virtual_rules {
                        from 10.40.0.0/16 to 10.50.0.0/16 iif eth1 fwmark 7 table 100 priority 9
                    }
                    garp_master_delay 2
                    track_bfd {
                      peer
                    }
                }
                """);
    }

    private static final String WATCHED = """
            global: {strict: true}
            mail: {to: [ops@example.org], server: 10.0.0.25}
            keepalived: "garp_group { garp_interval 0.1 }"
            track:
              scripts:
                nginx: {run: "/usr/local/bin/check 80", interval: 2s, timeout: 3s, rise: 2, fall: 3, weight: -5, user: www}
                unused: {run: /bin/false}
              processes: {haproxy: {process: haproxy, delay: 500ms}}
              files: {there: {file: /run/there}}
            sync_groups:
              VG_1: {instances: [VI_1, VI_2], track: {files: {there: 2}}, notify: {any: "/bin/log 'a b'"}, mail: true}
            instances:
              VI_1:
                virtual_router_id: 10
                interface: eth0
                members: {a: 100, b: 90}
                vips: [10.0.0.9]
                source_address: {a: 10.0.0.1, b: 10.0.0.2}
                sync_connections: true
                track: {scripts: {nginx: 0}, processes: [haproxy], interfaces: [eth2], ports: [80]}
                notify: {active: /usr/local/bin/up, backup: /bin/b, fault: /bin/f, stop: /bin/s}
                webhooks: ["https://hooks.example.org/?token=hidden"]
              VI_2: {virtual_router_id: 11, interface: eth1, members: {a: 100, b: 90}, vips: [10.1.0.9]}
            """;

    @Test
    void shouldSayWhatIsTrackedAndWhoIsTold() throws Exception {
        MaskedText text = text(WATCHED, "a");

        assertThat(text.reveal()).startsWith(HEAD + """

                global_defs {
                    script_user root
                    enable_script_security
                    vrrp_strict
                    notification_email {
                        ops@example.org
                    }
                    smtp_server 10.0.0.25 25
                    smtp_connect_timeout 30
                    lvs_sync_daemon eth0 VI_1 id 10
                }

                garp_group { garp_interval 0.1 }

                vrrp_script nginx {
                    script "/usr/local/bin/check 80"
                    interval 2
                    timeout 3
                    rise 2
                    fall 3
                    weight -5
                    user www
                }

                vrrp_script aloft_port_80 {
                    script "/bin/sh -c 'ss -Hltn sport = :80 | grep -q .'"
                    interval 1
                    rise 1
                    fall 2
                    weight 0
                }

                vrrp_track_process haproxy {
                    process haproxy
                    quorum 1
                    delay 0.5
                    weight 0
                }

                track_file there {
                    file /run/there
                    weight 1
                }

                vrrp_sync_group VG_1 {
                    group {
                        VI_1
                        VI_2
                    }
                    track_file {
                        there weight 2
                    }
                    notify "/bin/log 'a b'"
                    smtp_alert
                }

                vrrp_instance VI_1 {
                    state BACKUP
                    interface eth0
                    virtual_router_id 10
                    priority 100
                    advert_int 1
                    mcast_src_ip 10.0.0.1
                    virtual_ipaddress {
                        10.0.0.9/32
                    }
                    track_interface {
                        eth2
                    }
                    track_script {
                        nginx weight 0
                        aloft_port_80
                    }
                    track_process {
                        haproxy
                    }
                    notify_master "/usr/local/bin/up"
                    notify_backup "/bin/b"
                    notify_fault "/bin/f"
                    notify_stop "/bin/s"
                    notify_webhook https://hooks.example.org/?token=hidden
                }
                """);
        assertThat(text.shown()).doesNotContain("hidden").contains("    notify_webhook ********\n");
    }

    @Test
    void shouldSayToEachMemberWhatIsItsOwn() throws Exception {
        String yaml = """
                keepalived: {b: "garp_group { garp_interval 0.1 }"}
                sync_groups:
                  VG_1: {instances: [VI_1, VI_2], track: {interfaces: [{interface: {a: eth8, b: eth9}, weight: -5}]}}
                instances:
                  VI_1:
                    virtual_router_id: 10
                    interface: eth0
                    members: {a: 100, b: 90}
                    vips: [10.0.0.9]
                    track: {interfaces: [eth1, {interface: {a: eth2, b: ens3}}]}
                    keepalived: {a: garp_master_delay 1, directors: garp_master_refresh 9}
                  VI_2: {virtual_router_id: 11, interface: eth7, members: {a: 100, b: 90}, vips: [10.1.0.9]}
                """;

        assertThat(text(yaml, "a").reveal())
                .contains("    track_interface {\n        eth8 weight -5\n    }\n")
                .contains("    track_interface {\n        eth1\n        eth2\n    }\n")
                .contains("    garp_master_delay 1\n    garp_master_refresh 9\n}\n")
                .doesNotContain("ens3", "eth9", "garp_group");
        assertThat(text(yaml, "b").reveal())
                .contains("garp_group { garp_interval 0.1 }\n")
                .contains("    track_interface {\n        eth9 weight -5\n    }\n")
                .contains("    track_interface {\n        eth1\n        ens3\n    }\n")
                .contains("    garp_master_refresh 9\n}\n")
                .doesNotContain("eth2", "eth8", "garp_master_delay");
    }

    @Test
    void shouldMaskSecretsInLinesThatAreTakenAsTheyAre() throws Exception {
        MaskedText text = text("""
                instances:
                  VI_1:
                    virtual_router_id: 10
                    interface: eth0
                    members: {a: 100, b: 90}
                    vips: [10.0.0.9]
                    keepalived: |
                      # one
                      notify_webhook https://hooks.example.org/{{ vrrp_password }}
                """, "a");

        assertThat(text.reveal()).contains("    # one\n    notify_webhook https://hooks.example.org/s3cret\n}\n");
        assertThat(text.shown())
                .contains("    # one\n    notify_webhook https://hooks.example.org/********\n}\n")
                .doesNotContain("s3cret");
    }

    /** A host's files for what the agent runs are there before it, for it leaves out programs that it cannot find. */
    @Test
    void shouldPutProgramsThereBeforeTheAgentRunsThem() throws Exception {
        Topology topology = topology(WATCHED + """
                hosts:
                  a:
                    files:
                      /usr/local/bin/check: {content: "#!/bin/sh\\n", mode: "0755"}
                      /usr/local/bin/up: {content: "#!/bin/sh\\n", mode: "0755"}
                      /usr/local/bin/other: {content: "#!/bin/sh\\n", mode: "0755"}
                """);
        Resource agent = wanted(topology, "a").stream()
                .filter(resource -> resource.id().equals(ServiceResource.idOf("aloftd.service")))
                .findFirst()
                .orElseThrow();
        Set<ResourceId> required = agent.requires();

        assertThat(required)
                .contains(FileResource.idOf("/usr/local/bin/check"), FileResource.idOf("/usr/local/bin/up"))
                .doesNotContain(FileResource.idOf("/usr/local/bin/other"));
        List<ResourceId> order =
                wanted(topology, "a").stream().map(Resource::id).collect(Collectors.toList());
        assertThat(order.indexOf(FileResource.idOf("/usr/local/bin/up"))).isLessThan(order.indexOf(agent.id()));
    }

    private MaskedText text(String yaml, String host) throws Exception {
        return AgentConfiguration.of(topology(yaml), host, Templates.builtIn());
    }

    private Topology topology(String yaml) throws Exception {
        Files.writeString(folder.resolve("hosts.ini"), """
                [directors]
                a ansible_host=10.0.0.1
                b ansible_host=10.0.0.2
                [others]
                c ansible_host=10.0.0.3
                [all:vars]
                vrrp_password=s3cret
                """);
        return new TopologyReader()
                .read(Files.writeString(folder.resolve("topology.yml"), "inventory: hosts.ini\n" + yaml));
    }

    private static List<Resource> wanted(Topology topology, String host) {
        AgentBundle bundle = new AgentBundle("0".repeat(12), "0".repeat(64), 0, "any", Path.of("any"));
        return Wanted.of(topology, bundle, Templates.builtIn()).on(host);
    }
}
