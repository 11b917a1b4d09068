package org.aloft.cli.keepalived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.aloft.lab.Packages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host prints of its files of keepalived is what lies here afterwards. */
class RemoteFilesTest {
    @TempDir
    private Path folder;

    @Test
    void shouldPrintEachFile() throws Exception {
        Path there = Files.createDirectories(folder.resolve("there/conf.d"));
        Files.writeString(there.resolve("a b.conf"), "x\n");
        Files.createSymbolicLink(there.resolve("linked"), there.resolve("a b.conf"));
        String script = RemoteFiles.script(folder.resolve("there").toString());
        assertThat(run("sh", "-eu", "-c", script))
                .isEqualTo(line(there + "/a b.conf", "x\n") + line(there + "/linked", "x\n"));
    }

    @Test
    void shouldBeSoundShell() throws Exception {
        Packages.provide("shellcheck", "/usr/bin/shellcheck");
        Path script = Files.writeString(folder.resolve("script"), RemoteFiles.script());
        assertThat(run("shellcheck", "-s", "sh", script.toString())).isEmpty();
    }

    @Test
    void shouldLetIncludesNameTheCopies() throws Exception {
        Path file = RemoteFiles.unpack(
                "lvs1",
                line("/etc/keepalived/keepalived.conf", "include /etc/keepalived/conf.d/*.conf\n# \u00e9\n")
                        + line("/etc/keepalived/conf.d/a.conf", "x\n"),
                folder);
        Path root = folder.resolve("from/lvs1");
        assertThat(file).isEqualTo(root.resolve("etc/keepalived/keepalived.conf"));
        assertThat(file).hasContent("include " + root + "/etc/keepalived/conf.d/*.conf\n# \u00e9\n");
        assertThat(root.resolve("etc/keepalived/conf.d/a.conf")).hasContent("x\n");
    }

    @Test
    void shouldRefuseWhatIsNotAskedFor() {
        assertThatThrownBy(() -> RemoteFiles.unpack("lvs1", "", folder))
                .isInstanceOf(IOException.class)
                .hasMessage("lvs1 has no /etc/keepalived/keepalived.conf");
        assertThatThrownBy(() -> RemoteFiles.unpack("lvs1", line("/../../escaped", "x"), folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be one of keepalived's");
        assertThatThrownBy(() -> RemoteFiles.unpack("lvs1", "welcome\n", folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not print");
    }

    private static String line(String name, String text) {
        return base64(name) + " " + base64(text) + "\n";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String run(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        try {
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return printed;
        } finally {
            process.destroyForcibly();
        }
    }
}
