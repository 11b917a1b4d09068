package org.aloft.topology.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.topology.model.Host;
import org.aloft.topology.problem.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code ansible_ssh_common_args} and its like may say: which options of ssh(1) are followed, noted or refused. */
class SshArgumentsTest extends OnInventoryFiles {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-J ubuntu@198.51.100.9                       | ssh -l ubuntu -W '[%h]:%p' 198.51.100.9",
                "-Jjump                                       | ssh -W '[%h]:%p' jump",
                "-o ProxyJump=a@one:22,[2001:db8::1]:2222     | ssh -p 2222 -J a@one:22 -W '[%h]:%p' 2001:db8::1",
                "-o ProxyJump=jump -o ProxyCommand=other      | ssh -W '[%h]:%p' jump",
                "-o ProxyCommand=other -J jump                | other",
                "-o 'ProxyCommand=ssh -W %h:%p jump'          | ssh -W %h:%p jump",
                "-o ProxyJump=none -J jump                    | -",
                "-q -C -A -o ControlMaster=auto -o ControlPersist=60s -S none -o LogLevel=ERROR -o ServerAliveInterval=30 | -",
                "-o ForwardAgent=yes -o identitiesonly=yes -o ConnectTimeout=20 -o GSSAPIAuthentication=no | -",
            })
    void shouldFollowTheOptionsOfSshThatMatterAndPassOverThoseThatCannot(String arguments, String proxy)
            throws Exception {
        write("hosts.yml", "all: {hosts: {host: {ansible_ssh_common_args: \"" + arguments + "\"}}}\n");
        assertThat(host(inventory(List.of("hosts.yml"), Map.of(), List.of()))
                        .connection()
                        .proxyCommand()
                        .orElse("-"))
                .isEqualTo(proxy);
    }

    @Test
    void shouldTakeKeyUserAndPortOfTheOptionsWhereNoVariableSaysThem() throws Exception {
        write("hosts.ini", "host ansible_ssh_common_args='-i /k -l ops -p 2222'\n");
        Host host = host(inventory(List.of("hosts.ini"), Map.of(), List.of()));
        assertThat(host.connection().privateKeyFile()).contains(Path.of("/k"));
        assertThat(host.connection().user()).contains("ops");
        assertThat(host.connection().port()).isEqualTo(2222);
        write(
                "hosts.ini",
                "host ansible_port=22 ansible_user=root ansible_ssh_private_key_file=/mine"
                        + " ansible_ssh_common_args='-i /k -o User=ops -o Port=2222'\n");
        host = host(inventory(List.of("hosts.ini"), Map.of(), List.of()));
        assertThat(host.connection().privateKeyFile()).contains(Path.of("/mine"));
        assertThat(host.connection().user()).contains("root");
        assertThat(host.connection().port()).isEqualTo(22);
    }

    @ParameterizedTest
    @CsvSource({
        "-6,the option -6 is not followed",
        "-o PreferredAuthentications=password,the option PreferredAuthentications is not followed",
        "-o HostKeyAlgorithms=+ssh-rsa,the option HostKeyAlgorithms is not followed",
    })
    void shouldNoteWhichOptionsOfSshAreNotFollowed(String arguments, String note) throws Exception {
        write("hosts.ini", "host ansible_ssh_extra_args='" + arguments + "'\n");
        Problems problems = new Problems();
        new HostReader(inventory(List.of("hosts.ini"), Map.of(), List.of()), SSH_CONFIG, problems).read(Set.of("host"));
        problems.throwIfAny();
        assertThat(problems.warnings()).singleElement().satisfies(warning -> assertThat(warning.message())
                .isEqualTo(note));
    }

    @ParameterizedTest
    @CsvSource({
        "-F no_such_file,It is looked for in",
        "-F,the option -F is not understood",
        "-o PermitLocalCommand=yes,Remove it",
        "-J 'a b',Write -J user@bastion.",
        "-J $(reboot),Write -J user@bastion.",
        "-J -oProxyCommand=x,Write -J user@bastion.",
    })
    void shouldRefuseTheOptionsOfSshThatItDoesNotKnow(String arguments, String fix) throws Exception {
        write("hosts.yml", "all: {hosts: {host: {ansible_ssh_common_args: \"" + arguments + "\"}}}\n");
        assertThatThrownBy(() -> host(inventory(List.of("hosts.yml"), Map.of(), List.of())))
                .hasMessageContaining(fix);
    }
}
