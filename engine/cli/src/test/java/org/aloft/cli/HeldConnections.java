package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Connections of a client through the VIP of the classic cluster, held open and in use while the VIP moves; see {@code
 * hold.py}. The VIP is back where it was afterwards.
 *
 * @param active who holds the VIP
 * @param standby who takes it over
 * @param told whether the active one tells the standby of its connections
 */
record HeldConnections(String active, String standby, boolean told) {
    private static final String VIP = "192.168.100.10";
    private static final int COUNT = 20;
    /** Entries of the table of IPVS for established connections. */
    private static final String ENTRIES = "ipvsadm -Lnc | grep -c ESTABLISHED || :";

    /** How many break when the active director hands over. */
    String cutByHandover() throws IOException {
        hold();
        OnInventories.on(active, "systemctl stop aloftd");
        String cut = cut();
        OnInventories.on(active, "systemctl start aloftd");
        OnInventories.awaitHolder(active, VIP);
        return cut;
    }

    /** How many break when the active director loses its power. */
    String cutByCrash() throws IOException {
        hold();
        OnInventories.powerOff(active);
        String cut = cut();
        OnInventories.powerOn(active);
        OnInventories.awaitHolder(active, VIP);
        return cut;
    }

    private void hold() throws IOException {
        if (told) {
            // A connection is told of at its third packet, and then not for a while: somebody has to listen by then.
            awaitDaemon(active, "master");
            awaitDaemon(standby, "backup");
        }
        try (InputStream script = HeldConnections.class.getResourceAsStream("hold.py")) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            String written = "rm -rf /run/hold; mkdir /run/hold; cat >/run/hold/hold.py <<'END'\n" + text + "END";
            OnInventories.on("client", written);
        }
        OnInventories.on(
                "client",
                "systemd-run --quiet --collect python3 /run/hold/hold.py %s %d /run/hold".formatted(VIP, COUNT));
        assertThat(OnInventories.eventually("client", "ls /run/hold/holding || :", "/run/hold/holding\n"))
                .isEqualTo("/run/hold/holding\n");
        if (told) {
            // Entries are sent in bundles, so not at once.
            assertThat(OnInventories.eventually(standby, ENTRIES, COUNT + "\n")).isEqualTo(COUNT + "\n");
        }
    }

    private static void awaitDaemon(String host, String state) throws IOException {
        String asked = "ipvsadm -L --daemon | grep -o '^[a-z]*' || :";
        assertThat(OnInventories.eventually(host, asked, state + "\n"))
                .as("sync daemon of %s", host)
                .isEqualTo(state + "\n");
    }

    private String cut() {
        OnInventories.awaitHolder(standby, VIP);
        OnInventories.on("client", "touch /run/hold/moved");
        return OnInventories.on("client", "timeout 240 sh -c 'until cat /run/hold/cut; do sleep 1; done' 2>/dev/null");
    }
}
