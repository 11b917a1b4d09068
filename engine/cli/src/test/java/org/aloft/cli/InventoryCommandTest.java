package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.aloft.ssh.KeyRing;
import org.aloft.topology.sshconfig.SshConfigFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code aloft inventory}: how hosts would be reached, and why. */
class InventoryCommandTest extends OnHostsInMemory {
    private Path hostsFile;
    private Path config;

    @BeforeEach
    void writeInventory() throws IOException {
        hostsFile = Files.writeString(folder.resolve("hosts.ini"), """
                lvs1 ansible_host=192.0.2.3 ansible_user=ops ansible_port=2222 ansible_become_password=hunter2
                lvs2 ansible_host=192.0.2.4 ansible_become_method=su
                here ansible_connection=local
                bad ansible_port=99999
                [web]
                web1
                [web:vars]
                ansible_user=root
                ansible_password=hunter2
                """);
        config = Files.createDirectories(folder.resolve(".ssh")).resolve("config");
        Files.writeString(config, """
                Host web1
                    HostName web1.example
                    ProxyJump ops@bastion.example
                Host 192.0.2.4
                    IdentityFile ~/.ssh/for-lvs2
                """);
    }

    @Override
    Surroundings surroundings() {
        return new Surroundings(
                new Installation(folder),
                hosts,
                Clock.fixed(NOW, ZoneOffset.UTC),
                System::nanoTime,
                new java.util.Random(1),
                new SshConfigFiles(List.of(config), folder, "me"),
                new KeyRing(folder, Optional.empty()));
    }

    @Test
    void shouldShowHowEachHostWouldBeReached() {
        Invocation told = aloft("inventory", topology.toString());

        assertThat(told.status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(told.out()).isEqualTo("""
                HOST  ADDRESS       PORT  USER  ROOT BY  THROUGH              KEY
                lvs1  192.0.2.3     2222  ops   sudo     -                    -
                lvs2  192.0.2.4     22    me    su       -                    FOLDER/.ssh/for-lvs2
                here  this machine  -     me    sudo     -                    -
                bad   cannot be reached, see below
                web1  web1.example  22    root  -        ops@bastion.example  -

                group web: web1

                bad cannot be reached:
                  FOLDER/hosts.ini:4:5: ansible_port: must be 1..65535: ansible_port=99999
                      Write the port of the host's sshd, or remove it for 22.
                """.replace("FOLDER", folder.toString()));
        assertThat(told.err()).isEmpty();
    }

    @Test
    void shouldSayWhyWithoutAnySecret() throws IOException {
        Files.writeString(hostsFile, Files.readString(hostsFile).replace("99999", "22"));
        Invocation told =
                aloft("inventory", "--explain", "-i", hostsFile.toString(), "-u", "typed", topology.toString());

        assertThat(told.status()).isZero();
        assertThat(told.out())
                .contains("lvs1 (ungrouped):\n")
                .contains("  port             2222       " + hostsFile + ":1:46 ansible_port\n")
                .contains("  become password  given      " + hostsFile)
                .contains("  user       typed                " + "-e ansible_user ansible_")
                .contains("  through    ops@bastion.example  " + config + ":3:1 ProxyJump\n")
                .contains("  host name  web1.example         " + config + ":2:1 HostName\n")
                .contains("web1 (web):\n")
                .doesNotContain("hunter2");
    }

    @Test
    void shouldSayWhatTheTopologyMakesOfEachHost() throws IOException {
        Files.writeString(hostsFile, """
                lvs1 ansible_host=192.0.2.3
                lvs2 ansible_host=192.0.2.4
                web1 ansible_host=192.0.2.1
                other ansible_host=192.0.2.9
                """);
        Files.writeString(topology, TOPOLOGY.substring(0, TOPOLOGY.indexOf("hosts:\n  web1")) + """
                services:
                  web:
                    vip: 192.0.2.100
                    port: 80
                    scheduler: rr
                    forward: dr
                    real_servers: {web1: 1}
                """);

        Invocation plain = aloft("inventory", "--roles", topology.toString());
        Invocation told = aloft("inventory", "--roles", "--json", topology.toString());

        assertThat(plain.status()).as(plain.err()).isZero();
        assertThat(plain.out())
                .contains("\nlvs1: director of VI_1, web\n", "\nweb1: real server of web\n")
                .doesNotContain("other:");
        JsonNode hosts = Schema.INVENTORY.holds(told.out()).get("hosts");
        assertThat(hosts.at("/0/roles/0").asText()).isEqualTo("director");
        assertThat(hosts.at("/0/instances/0").asText()).isEqualTo("VI_1");
        assertThat(hosts.at("/0/balances/0").asText()).isEqualTo("web");
        assertThat(hosts.at("/0/answers")).isEmpty();
        assertThat(hosts.at("/2/roles/0").asText()).isEqualTo("real_server");
        assertThat(hosts.at("/2/answers/0").asText()).isEqualTo("web");
        assertThat(hosts.at("/3/roles")).isEmpty();
    }

    @Test
    void shouldWriteTheSameForMachines() {
        Invocation told = aloft("inventory", "--json", topology.toString());
        JsonNode document = Schema.INVENTORY.holds(told.out());

        assertThat(document.at("/hosts/0/port").asInt()).isEqualTo(2222);
        assertThat(document.at("/hosts/1/become").asText()).isEqualTo("su");
        assertThat(document.at("/hosts/2/connection").asText()).isEqualTo("local");
        assertThat(document.at("/hosts/3/usable").asBoolean()).isFalse();
        assertThat(document.at("/hosts/3/mistakes/0/code").asText()).isEqualTo("out-of-range");
        assertThat(document.at("/hosts/4/through").asText()).isEqualTo("ops@bastion.example");
        assertThat(document.at("/hosts/4/become").isNull()).isTrue();
        assertThat(document.at("/groups/web/0").asText()).isEqualTo("web1");
        assertThat(told.out()).doesNotContain("hunter2");
    }
}
