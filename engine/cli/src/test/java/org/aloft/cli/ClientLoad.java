package org.aloft.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A client of the classic cluster's VIP that asks a hundred times a second, and whether the lab let it measure. */
record ClientLoad(Shell shell) {
    /** Runs a command line on a host of the lab, and fails the test when that fails. */
    @FunctionalInterface
    interface Shell {
        String on(String host, String commandLine);
    }

    /** Hosts that did not run for more than half a second since then, as the lab itself saw it. */
    String stallsSince(String since) {
        StringBuilder stalls = new StringBuilder();
        for (String host : List.of("lvs1", "lvs2", "web1", "web2", "client")) {
            String longest = shell.on(
                    host,
                    "awk -v since=" + since
                            + " '$1 > since && $2 > 0.5 { print; exit }' /run/aloft-lab/stalls 2>/dev/null || :");
            stalls.append(longest.isBlank() ? "" : host + ": " + longest.strip() + "; ");
        }
        return stalls.toString();
    }

    /**
     * What became of the client's requests while something is done: asked until it is over, however long that takes.
     */
    String during(Runnable what) throws Exception {
        String script =
                new String(ClientLoad.class.getResourceAsStream("load.py").readAllBytes(), StandardCharsets.UTF_8);
        shell.on("client", "cat >/tmp/load.py <<'END'\n" + script + "END\nrm -f /tmp/over");
        CompletableFuture<String> answers = CompletableFuture.supplyAsync(
                () -> shell.on("client", "timeout 600 python3 /tmp/load.py 192.168.100.10 100 /tmp/over"));
        try {
            what.run();
        } finally {
            shell.on("client", "touch /tmp/over");
        }
        return answers.get();
    }
}
