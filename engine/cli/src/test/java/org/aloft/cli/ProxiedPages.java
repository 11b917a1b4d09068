package org.aloft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabKernel;
import org.aloft.lab.LabSpec;

/** {@code haproxy-pair} with pages that change, and with a web server that restarts each time that they do. */
final class ProxiedPages {
    static final ClientLoad.Page PAGE = new ClientLoad.Page("/", 100);

    /** What its hosts are called in the lab. */
    static final String[] HOSTS = {"node1", "node2", "server1", "server2"};

    private static final String PAGES = "    files:\n";
    private static final String PAGES_OF = """
                files:
                  /etc/systemd/system/nginx.service.d/stop.conf: {content: "# %1$s\\n[Service]\\nExecStop=\\n"}
                  /etc/nginx/conf.d/slow.conf: {content: "map $uri $s {default 0; /slow.html 5k;} limit_rate $s;\\n"}
                  /var/www/html/slow.html: {content: "%2$s"}
                  /var/www/html/news.html: {content: "%1$s\\n"}
            """;

    private ProxiedPages() {}

    /** @param kind what its name begins with */
    static LabSpec lab(String kind) {
        return LabSpec.of(List.of(
                        new LabHost("node1", "192.168.100.100"),
                        new LabHost("node2", "192.168.100.111"),
                        new LabHost("server1", "192.168.100.200"),
                        new LabHost("server2", "192.168.100.222"),
                        new LabHost("client", "192.168.100.20")))
                .withName(kind + "-" + ProcessHandle.current().pid())
                .withKernel(LabKernel.NATIVE);
    }

    /** They differ in the unit of nginx, which restarts for it, in a page, and in how long haproxy tries a check. */
    static Path variant(String word) throws IOException {
        Path copy = OnInventories.changed(
                OnInventories.cluster("haproxy-pair"), PAGES, PAGES_OF.formatted(word, "x".repeat(10_000)));
        Path topology = copy.resolve("topology.yml");
        int milliseconds = 1000 + Math.floorMod(word.hashCode(), 100);
        String text = Files.readString(topology);
        Files.writeString(topology, text.replace("connect_timeout: 1s", "connect_timeout: " + milliseconds + "ms"));
        return copy;
    }
}
