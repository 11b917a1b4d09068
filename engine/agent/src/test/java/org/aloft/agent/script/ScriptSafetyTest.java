package org.aloft.agent.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptSafetyTest {
    private static final PathFact ROOT = new PathFact("/", PathFact.Kind.DIRECTORY, 0, 0, 0755);

    @Test
    void shouldTrustWhatOnlyRootCanChange() {
        assertThat(unsafe(
                        new PathFact("/etc", PathFact.Kind.DIRECTORY, 0, 5, 0755),
                        new PathFact("/etc/link", PathFact.Kind.LINK, 0, 0, 0777),
                        new PathFact("/etc/x.sh", PathFact.Kind.FILE, 0, 0, 0775)))
                .isEmpty();
    }

    @Test
    void shouldNameEveryStepThatOthersCanChange() {
        assertThat(unsafe(
                        new PathFact("/srv", PathFact.Kind.DIRECTORY, 1000, 0, 0755),
                        new PathFact("/srv/bin", PathFact.Kind.DIRECTORY, 0, 50, 0775),
                        new PathFact("/srv/bin/x", PathFact.Kind.FILE, 0, 0, 0757)))
                .containsExactly(
                        "/srv belongs to user 1000, who could change it; type: chown root /srv",
                        "/srv/bin may be changed by group 50; type: chmod g-w /srv/bin",
                        "/srv/bin/x may be changed by anybody; type: chmod o-w /srv/bin/x");
    }

    @Test
    void shouldTrustAStickyDirectoryButNotAStickyFile() {
        PathFact sticky = new PathFact("/tmp", PathFact.Kind.DIRECTORY, 0, 0, 01777);
        assertThat(unsafe(sticky, new PathFact("/tmp/x", PathFact.Kind.FILE, 0, 0, 0755)))
                .isEmpty();
        assertThat(unsafe(sticky, new PathFact("/tmp/x", PathFact.Kind.FILE, 0, 0, 01757)))
                .hasSize(1);
    }

    @Test
    void shouldSayWhyAPathCannotBeRun() {
        assertThat(ScriptSafety.whyNotExecutable("/x", List.of()))
                .hasValueSatisfying(reason -> assertThat(reason).contains("/x is not there"));
        assertThat(ScriptSafety.whyNotExecutable("/", List.of(ROOT)))
                .hasValueSatisfying(reason -> assertThat(reason).contains("is no file"));
        assertThat(ScriptSafety.whyNotExecutable(
                        "/x", List.of(ROOT, new PathFact("/x", PathFact.Kind.FILE, 0, 0, 0644))))
                .hasValueSatisfying(reason -> assertThat(reason).endsWith("chmod +x /x"));
        assertThat(ScriptSafety.whyNotExecutable(
                        "/x", List.of(ROOT, new PathFact("/x", PathFact.Kind.FILE, 0, 0, 0755))))
                .isEmpty();
    }

    @Test
    void shouldFollowLinksFromTheRootOn(@TempDir Path given) throws Exception {
        Path directory = given.toRealPath();
        Path real = Files.createDirectory(directory.resolve("real"));
        Path script = Files.writeString(real.resolve("x.sh"), "");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
        Files.createSymbolicLink(directory.resolve("link"), Path.of("real/../real"));
        List<PathFact> way = ScriptPath.facts(directory + "/link/x.sh", "");
        assertThat(way.get(0).path()).isEqualTo("/");
        assertThat(way.stream().map(PathFact::path))
                .contains(directory.toString(), directory + "/link", real.toString(), script.toString());
        PathFact last = way.get(way.size() - 1);
        assertThat(last.kind()).isEqualTo(PathFact.Kind.FILE);
        assertThat(last.mode()).isEqualTo(0750);
        assertThat(ScriptPath.facts("x.sh", "/nowhere:" + real)).isNotEmpty();
        assertThat(ScriptPath.facts("x.sh", "/nowhere")).isEmpty();
        Files.createSymbolicLink(directory.resolve("loop"), Path.of("loop"));
        assertThat(ScriptPath.facts(directory + "/loop", "")).isEmpty();
    }

    @Test
    void shouldTrustThisHostsShell() {
        assumeThat(Files.isExecutable(Path.of("/bin/sh"))).isTrue();
        assertThat(ScriptSafety.whyUnsafeAsRoot(ScriptPath.facts("sh", "/usr/bin:/bin")))
                .isEmpty();
    }

    private static List<String> unsafe(PathFact... steps) {
        return ScriptSafety.whyUnsafeAsRoot(List.of(steps));
    }
}
