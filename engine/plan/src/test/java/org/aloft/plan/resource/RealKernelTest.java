package org.aloft.plan.resource;

import static org.aloft.plan.shell.ShellWord.quote;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.aloft.plan.shell.Shell;
import org.aloft.plan.shell.Shells;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same cases on a real kernel, with each shell: see {@link CaseRound}.
 *
 * <p>In a network and a view of the file system of their own, which end with the process. Root is not needed: a user
 * namespace makes one. What needs systemd or a package manager is done by {@link CasesOnHostIT}. Each round has namespaces
 * and a folder of its own, so that as many go on at once as there are processors.
 */
@Execution(ExecutionMode.CONCURRENT)
class RealKernelTest {
    private static final String CUT = "=== cut here ===\n";

    @TempDir
    private Path folder;

    static Stream<Arguments> cases() {
        return ResourceCase.all().stream()
                .filter(each -> each.json().has("setup"))
                .flatMap(each -> Shells.all().map(shell -> Arguments.of(shell, each)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void shouldAnswerApplyAndGiveBack(String shell, ResourceCase each) throws Exception {
        // Namespaces end with their process: what was changed before is changed again.
        List<String> changes = new ArrayList<>();
        new CaseRound(
                        each,
                        (change, lasting, probe) -> {
                            List<String> scripts = new ArrayList<>(changes);
                            if (!change.isEmpty()) {
                                scripts.add(change);
                            }
                            if (lasting) {
                                changes.add(change);
                            }
                            scripts.add(probe);
                            List<String> outputs = run(shell, each, scripts);
                            int last = outputs.size() - 1;
                            return new CaseRound.Outputs(
                                    change.isEmpty() ? "" : outputs.get(last - 1), outputs.get(last));
                        },
                        !shell.equals("bash"))
                .check();
    }

    /** Runs scripts one after the other, each with the shell, where nothing that they change outlives them. */
    private List<String> run(String shell, ResourceCase each, List<String> scripts) throws IOException {
        StringBuilder all = new StringBuilder("set -e\n");
        for (String mount : List.of("/run", "/opt", "/var/lib/aloft", "/srv")) {
            all.append("mkdir -p ")
                    .append(mount)
                    .append("; mount -t tmpfs -o size=1M none ")
                    .append(mount)
                    .append('\n');
        }
        all.append("set +e\n").append(each.json().get("setup").asText()).append('\n');
        for (String script : scripts) {
            Path file = Files.createTempFile(folder, "script", ".sh");
            Files.writeString(file, script);
            all.append("printf '%s' ").append(quote(CUT)).append('\n');
            all.append(shell).append(" <").append(quote(file.toString())).append('\n');
        }
        Shell.Outcome outcome = Shell.run(all.toString(), "unshare", "--map-root-user", "--mount", "--net", "sh");
        List<String> outputs = new ArrayList<>(List.of(outcome.output().split(CUT, -1)));
        assertThat(outputs.remove(0)).isEmpty();
        return outputs;
    }
}
