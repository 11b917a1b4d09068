package org.aloft.plan.apply;

import static org.aloft.plan.shell.ShellWord.quote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aloft.plan.shell.Shell;

/**
 * Runs scripts where nothing that they change outlives them: in a network and a view of the file system of their own.
 */
final class Hosts {
    private static final String CUT = "=== cut here ===\n";

    private final Path folder;

    Hosts(Path folder) {
        this.folder = folder;
    }

    /** What each script printed, one after the other on the same host; each line of shell ends with its status. */
    List<String> run(String setUp, String... scripts) throws IOException {
        StringBuilder all = new StringBuilder("set -e\n");
        for (String mount : List.of("/run", "/opt", "/var/lib/aloft", "/srv")) {
            all.append("mkdir -p ")
                    .append(mount)
                    .append("; mount -t tmpfs -o size=1M none ")
                    .append(mount)
                    .append('\n');
        }
        all.append("set +e\n").append(setUp).append('\n');
        for (String script : scripts) {
            Path file = Files.createTempFile(folder, "script", ".sh");
            Files.writeString(file, script);
            all.append("printf '%s' ").append(quote(CUT)).append("\nsh <").append(quote(file.toString()));
            all.append("\necho \"exit $?\"\n");
        }
        // Whatever still waits to be confirmed: its guard then ends by itself.
        all.append("rm -rf /var/lib/aloft/undo\n");
        Shell.Outcome outcome = Shell.run(all.toString(), "unshare", "--map-root-user", "--mount", "--net", "sh");
        List<String> outputs = new ArrayList<>(Arrays.asList(outcome.output().split(CUT, -1)));
        if (!outputs.remove(0).isEmpty()) {
            throw new IllegalStateException("the host could not be set up: " + outcome.output());
        }
        return outputs;
    }
}
