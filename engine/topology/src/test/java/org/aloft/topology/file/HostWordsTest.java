package org.aloft.topology.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.Secret;
import org.aloft.topology.problem.TopologyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories, modules, users, templates and what must be absent: at their defaults, and brought together. */
class HostWordsTest {
    private static final String HOSTS = """
            a ansible_host=10.0.0.1
            b ansible_host=10.0.0.2
            [web]
            c ansible_host=10.0.0.3
            [web:vars]
            greeting="hello {{ inventory_hostname }}"
            db_password=hunter2
            url="http://u:{{ db_password }}@db"
            unused="{{ nothing }}"
            """;

    @TempDir
    private Path folder;

    @Test
    void shouldFallBackToTheDefaults() throws Exception {
        HostSettings settings = read("""
                  c:
                    files: {/etc/a: {content: x}}
                    directories: {/srv/a: {}}
                    users: {app: {}}
                """);

        assertThat(settings.files().get("/etc/a").owner()).hasToString("root:root");
        assertThat(settings.files().get("/etc/a").filling()).isEmpty();
        assertThat(settings.directories())
                .containsExactly(Map.entry("/srv/a", new HostSettings.Directory(0755, HostSettings.Owner.ROOT)));
        assertThat(settings.users())
                .containsExactly(
                        Map.entry("app", new HostSettings.User(false, Optional.empty(), Optional.empty(), List.of())));
        assertThat(settings.modules()).isEmpty();
        assertThat(settings.absent()).isEmpty();
    }

    @Test
    void shouldAddUpListsAndLetTheHostsOwnEntryWin() throws Exception {
        HostSettings settings = read("""
                  web:
                    directories: {/srv/a: {mode: "0700"}, /srv/b: {owner: app}}
                    modules: [dummy, tun]
                    users: {app: {system: yes, groups: [adm, adm, games]}}
                    absent: [/etc/x]
                  c:
                    directories: {/srv/a: {mode: 0711}}
                    modules: tun
                    users: {app: {shell: /bin/false}}
                    absent: [/etc/y, /etc/x]
                """);

        assertThat(settings.directories().get("/srv/a").mode()).isEqualTo(0711);
        assertThat(settings.directories().get("/srv/b").owner()).hasToString("app:root");
        assertThat(settings.modules()).containsExactly("dummy", "tun");
        assertThat(settings.absent()).containsExactly("/etc/x", "/etc/y");
        assertThat(settings.users().get("app"))
                .isEqualTo(new HostSettings.User(false, Optional.of("/bin/false"), Optional.empty(), List.of()));
    }

    @Test
    void shouldNotLetTwoGroupsDisagreeAboutADirectory() {
        assertThatThrownBy(() -> read("""
                  web: {directories: {/srv/a: {mode: "0700"}}}
                  all: {directories: {/srv/a: {mode: "0755"}}}
                """))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("/srv/a");
    }

    @Test
    void shouldGiveATemplateTheVariablesThatItNamesAndMarkThoseThatAreSecret() throws Exception {
        Files.writeString(
                folder.resolve("app.ftl"), "${greeting} ${url} ${db_password} ${group_names?join(',')} {{ x }}");

        HostSettings.FileContent file = read("  c: {files: {/etc/app: {template: app.ftl, mode: \"0600\"}}}\n")
                .files()
                .get("/etc/app");

        assertThat(file.content().reveal()).startsWith("${greeting}").endsWith("{{ x }}");
        assertThat(file.filling().orElseThrow().file()).isEqualTo("app.ftl");
        assertThat(file.filling().orElseThrow().values())
                .containsOnly(
                        Map.entry("greeting", "hello c"),
                        Map.entry("url", new Secret("http://u:hunter2@db")),
                        Map.entry("db_password", new Secret("hunter2")),
                        Map.entry("group_names", List.of("web")));
        assertThat(file.toString()).doesNotContain("hunter2", "hello c");
    }

    private HostSettings read(String hosts) throws Exception {
        Files.writeString(folder.resolve("hosts.ini"), HOSTS);
        String topology = """
                inventory: hosts.ini
                instances:
                  VI_1: {virtual_router_id: 7, interface: eth0, members: {a: 100, b: 90}, vips: [10.0.0.9]}
                hosts:
                """ + hosts;
        return new TopologyReader()
                .read(Files.writeString(folder.resolve("topology.yml"), topology))
                .hostSettings()
                .get("c");
    }
}
