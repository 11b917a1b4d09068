package org.aloft.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A client of a VIP that asks a hundred times a second, and whether the lab let it measure. */
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

    /** A page of the VIP's, and how often it is asked for. */
    record Page(String path, int aSecond) {}

    /**
     * What became of the client's requests while something is done: asked until it is over, however long that takes.
     */
    String during(Runnable what) throws Exception {
        return during(what, new Page("/", 100)).get(0);
    }

    /** As above, for each of these pages. */
    List<String> during(Runnable what, Page... pages) throws Exception {
        String script =
                new String(ClientLoad.class.getResourceAsStream("load.py").readAllBytes(), StandardCharsets.UTF_8);
        shell.on("client", "cat >/tmp/load.py <<'END'\n" + script + "END\nrm -f /tmp/over");
        List<CompletableFuture<String>> answers = Stream.of(pages)
                .map(page -> "timeout 600 python3 /tmp/load.py 192.168.100.10 " + page.aSecond() + " /tmp/over "
                        + page.path())
                .map(command -> CompletableFuture.supplyAsync(() -> shell.on("client", command)))
                .toList();
        try {
            what.run();
        } finally {
            shell.on("client", "touch /tmp/over");
        }
        List<String> said = new ArrayList<>();
        for (CompletableFuture<String> answer : answers) {
            said.add(answer.get());
        }
        return said;
    }
}
