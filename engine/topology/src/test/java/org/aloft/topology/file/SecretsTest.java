package org.aloft.topology.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.model.Topology;
import org.aloft.topology.problem.TopologyException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A secret is marked where it enters: whatever shows a file's content later shows a mask in its place. */
class SecretsTest {
    private static final String INSTANCE = """
            inventory: hosts.ini
            instances:
              VI_1:
                virtual_router_id: 7
                interface: eth0
                members: {a: 100}
                vips: [10.0.0.9]
                authentication: {type: PASS, password: "{{ vrrp_word }}"}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void inventory() throws Exception {
        Files.writeString(folder.resolve("hosts.ini"), """
                a ansible_host=10.0.0.1 ansible_become_pass=sudo-word
                [all:vars]
                vrrp_word=s3cr3t
                db_password=hunter2
                greeting=hello
                url=postgres://app:{{ db_password }}@db
                creds={'api_key': 'k-123', 'user': 'app'}
                bypass=no secret at all
                key_file=/etc/ssl/private_key.pem
                tls_private_key_file=/etc/ssl/private_key.pem
                vault={'token': 'hvs.1'}
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{ greeting }}              | hello                          | hello",
                "p={{ db_password }};        | p=hunter2;                     | p=********;",
                "{{ url }}                   | postgres://app:hunter2@db      | postgres://app:********@db",
                "{{ creds.user }}/{{ creds.api_key }} | app/k-123             | app/********",
                "{{ ansible_become_pass }}   | sudo-word                      | ********",
                "{{ vault.token }}           | hvs.1                          | ********",
                "{{ bypass }}                | no secret at all               | no secret at all",
                "{{ tls_private_key_file }}  | /etc/ssl/private_key.pem       | /etc/ssl/private_key.pem",
                "{{ vrrp_word }}             | s3cr3t                         | ********",
                "auth_pass s3cr3t            | auth_pass s3cr3t               | auth_pass ********",
            })
    void shouldMaskWhatIsSecretInAFile(String content, String reveal, String shown) throws Exception {
        MaskedText text = read("hosts: {a: {files: {/etc/x: {content: \"" + content + "\"}}}}\n")
                .hostSettings()
                .get("a")
                .files()
                .get("/etc/x")
                .content();
        assertThat(text.reveal()).isEqualTo(reveal);
        assertThat(text.shown()).isEqualTo(shown);
        assertThat(text.isSensitive()).isEqualTo(!reveal.equals(shown));
    }

    @Test
    void shouldMaskAnInstancesPasswordInAFileThatIsTakenAsItIs() throws Exception {
        Files.writeString(folder.resolve("own.conf"), "auth s3cr3t\n");
        MaskedText text = read("hosts: {a: {files: {/etc/x: {source: own.conf}}}}\n")
                .hostSettings()
                .get("a")
                .files()
                .get("/etc/x")
                .content();
        assertThat(text).isEqualTo(new MaskedText("auth s3cr3t\n", "auth ********\n"));
    }

    @Test
    void shouldNotRepeatASecretInAProblem() {
        assertThatThrownBy(() -> read("agent: \"{{ db_password }}\"\n"))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("must be one of aloftd, keepalived: ********")
                .hasMessageNotContaining("hunter2");
    }

    private Topology read(String more) throws Exception {
        return new TopologyReader().read(Files.writeString(folder.resolve("topology.yml"), INSTANCE + more));
    }
}
