package org.aloft.plan.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.topology.file.TopologyReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the block {@code hosts} asks for, as resources: their order, and what a user's template becomes. */
class AskedForTest {
    private static final AgentBundle BUNDLE =
            new AgentBundle("0".repeat(12), "0".repeat(64), 0, "x86_64", Path.of("bundle"));

    @TempDir
    private Path folder;

    @Test
    void shouldPutEachBehindWhatItNeeds() throws Exception {
        List<String> ids = ids("""
                    services: [app]
                    files:
                      /srv/app/conf/app.conf: {content: x, owner: app}
                      /etc/systemd/system/app.service: {content: x}
                    directories: {/srv/app/conf: {owner: app}, /srv/app: {}}
                    users: {app: {system: true}}
                    modules: [dummy]
                    absent: [/etc/app/old]
                    packages: [app]
                    selinux: {booleans: {app_may: true}, ports: {8080/tcp: app_port_t}}
                """);

        assertThat(ids)
                .containsSubsequence(
                        "package:app",
                        "user:app",
                        "directory:/srv/app",
                        "directory:/srv/app/conf",
                        "file:/srv/app/conf/app.conf",
                        "service:app.service")
                .containsSubsequence("package:app", "absent:/etc/app/old", "service:app.service")
                .containsSubsequence("module:dummy", "file:/etc/modules-load.d/aloft-dummy.conf")
                .containsSubsequence("module:dummy", "service:app.service")
                .containsSubsequence("package:app", "seboolean:app_may", "service:app.service")
                .containsSubsequence("package:app", "seport:8080/tcp", "service:app.service");
    }

    @Test
    void shouldReloadAServiceWhoseConfigurationIsTakenAway() throws Exception {
        ServiceResource nginx = service("nginx", """
                    services: [nginx]
                    absent: [/etc/nginx/sites-enabled/default, /etc/other]
                """);

        assertThat(nginx.reloadOn()).hasToString("[absent:/etc/nginx/sites-enabled/default]");
    }

    @Test
    void shouldRestartAServiceForWhatItReadsOnlyWhenItStarts() throws Exception {
        ServiceResource dnsmasq = service("dnsmasq", """
                    services: [dnsmasq]
                    files:
                      /etc/dnsmasq.conf: {content: x}
                      /etc/dnsmasq.d/zone.conf: {content: x}
                      /etc/default/dnsmasq: {content: x}
                      /etc/systemd/system/dnsmasq.service.d/own.conf: {content: x}
                      /etc/dnsmasq.conf.old: {content: x}
                      /etc/default/dnsmasq-exporter: {content: x}
                """);

        assertThat(dnsmasq.restartOn())
                .extracting(ResourceId::name)
                .containsExactlyInAnyOrder(
                        "/etc/dnsmasq.conf",
                        "/etc/dnsmasq.d/zone.conf",
                        "/etc/default/dnsmasq",
                        "/etc/systemd/system/dnsmasq.service.d/own.conf");
        assertThat(dnsmasq.reloadOn()).isEmpty();
    }

    private ServiceResource service(String name, String settings) throws Exception {
        return (ServiceResource) wanted(settings).stream()
                .filter(resource -> resource.id().toString().equals("service:" + name + ".service"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldFillATemplateAndMaskWhatIsSecretInIt() throws Exception {
        Files.writeString(
                folder.resolve("app.ftl"),
                "<#list ports as port>\nport ${port}\n</#list>\npass=${api_token}\nvrrp=sesame-8\n${inventory_hostname}\n");

        FileResource file = (FileResource)
                wanted("    files: {/etc/app: {template: app.ftl}}\n").get(0);

        assertThat(file.content().reveal()).isEqualTo("port 80\nport 81\npass=t0p-s3cret\nvrrp=sesame-8\nc\n");
        assertThat(file.content().shown()).isEqualTo("port 80\nport 81\npass=********\nvrrp=********\nc\n");
    }

    @Test
    void shouldSayWhereATemplateLacksAValue() throws Exception {
        Files.writeString(folder.resolve("app.ftl"), "one\n${nothing}\n");

        assertThatThrownBy(() -> wanted("    files: {/etc/app: {template: app.ftl}}\n"))
                .isInstanceOf(PlanException.class)
                .hasMessage("app.ftl:2:3: there is no value called nothing")
                .satisfies(thrown -> assertThat(((PlanException) thrown).fix()).contains("variables of the inventory"));
    }

    @Test
    void shouldNotLetATemplateReachClasses() throws Exception {
        Files.writeString(folder.resolve("app.ftl"), "${'freemarker.template.utility.Execute'?new()('id')}");

        assertThatThrownBy(() -> wanted("    files: {/etc/app: {template: app.ftl}}\n"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("app.ftl:1:");
    }

    private List<String> ids(String settings) throws Exception {
        return wanted(settings).stream()
                .map(resource -> resource.id().toString())
                .toList();
    }

    private List<Resource> wanted(String settings) throws Exception {
        Files.writeString(folder.resolve("hosts.yml"), """
                all:
                  hosts:
                    a: {ansible_host: 10.0.0.1}
                    b: {ansible_host: 10.0.0.2}
                    c: {ansible_host: 10.0.0.3, ports: [80, 81], api_token: t0p-s3cret}
                """);
        Path topology = Files.writeString(folder.resolve("topology.yml"), """
                inventory: hosts.yml
                instances:
                  VI_1:
                    virtual_router_id: 7
                    interface: eth0
                    members: {a: 100, b: 90}
                    vips: [10.0.0.9]
                    authentication: {type: PASS, password: sesame-8}
                hosts:
                  c:
                """ + settings);
        return Wanted.of(new TopologyReader().read(topology), BUNDLE, Templates.builtIn())
                .on("c");
    }
}
