package org.aloft.topology.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.Secret;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code lookup('env', 'NAME')}, as ansible-core 2.14 has it where it is Ansible that reads. */
class EnvironmentLookupTest extends OnInventoryFiles {
    @Test
    void shouldLookIntoTheEnvironment() throws Exception {
        write("hosts.yml", "all: {hosts: {host: {ansible_user: \"{{ lookup('env', 'PATH') }}\"}}}\n");
        assertThat(host(inventory(List.of("hosts.yml"), Map.of(), List.of()))
                        .connection()
                        .user())
                .contains(System.getenv("PATH"));
    }

    /** As ssh(1) is told by Ansible: an empty name or file is none, an empty password is one. */
    @Test
    void shouldReachAHostWithoutWhatTheEnvironmentHasNot() throws Exception {
        write("hosts.yml", """
                all:
                  hosts: {host: }
                  vars:
                    ansible_password: "{{ lookup('ansible.builtin.env', 'NO_SUCH') }}"
                    ansible_user: "{{ lookup('env', 'NO_SUCH') }}"
                    ansible_ssh_private_key_file: "{{ lookup('env', 'NO_SUCH') }}"
                    ansible_ssh_common_args: "{{ lookup('env', 'NO_SUCH') }}"
                """);
        Problems problems = new Problems();
        Host host = new HostReader(inventory(List.of("hosts.yml"), Map.of(), List.of()), SSH_CONFIG, problems)
                .read(Set.of("host"))
                .get("host");

        assertThat(problems.errors()).isEmpty();
        assertThat(problems.warnings()).hasSize(4).allSatisfy(warning -> {
            assertThat(warning.code()).isEqualTo("unset-environment");
            assertThat(warning.message()).contains("NO_SUCH");
        });
        assertThat(host.connection().password().map(Secret::reveal)).contains("");
        assertThat(host.connection().user()).isEmpty();
        assertThat(host.connection().privateKeyFile()).isEmpty();
    }

    /** A port is a number, and there is no way that is called nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"ansible_port", "ansible_connection", "ansible_become", "ansible_become_method"})
    void shouldRefuseWhatMustNotBeEmpty(String name) throws Exception {
        write("hosts.yml", "all: {hosts: {host: {" + name + ": \"{{ lookup('env', 'NO_SUCH') }}\"}}}\n");

        assertThatThrownBy(() -> host(inventory(List.of("hosts.yml"), Map.of(), List.of())))
                .hasMessageContaining(name);
    }

    /** A password of VRRP must not be empty because somebody has forgotten to set it. */
    @Test
    void shouldRefuseWhatATopologyLooksUpInVain() throws Exception {
        write("hosts.ini", "host secret=\"{{ lookup('env', 'NO_SUCH') }}\"\n");
        Problems problems = new Problems();
        Template template = Template.forHost("host", inventory(List.of("hosts.ini"), Map.of(), List.of()), problems);

        assertThat(template.render("{{ secret }}", Position.wholeFile(folder), "password"))
                .isEmpty();
        assertThatThrownBy(problems::throwIfAny)
                .hasMessageContaining("the environment has no NO_SUCH")
                .hasMessageContaining("export NO_SUCH=");
    }
}
