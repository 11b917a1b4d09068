package org.aloft.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A router and the events of each round, the same in every round. For one thread. */
final class SoakHost implements AutoCloseable {
    /** Foreign virtual routers, and how often each sends an advert: 500 packets a second in all. */
    private static final int FOREIGN = 50;

    private static final VrrpText FOREIGN_TEXT = new VrrpText(3, 0.1, false);
    private static final double PATIENCE = 20;

    private final Stage stage;
    private final SoakText text;
    private final Wire.Host host;
    private final Wire.Host contenderHost;
    private final Wire.Host servers;
    private final Adverts adverts;
    private final Router flood;
    private final Router router;
    private final Visitors visitors;
    private final Map<String, Integer> events = new TreeMap<>();
    private int round;

    /**
     * Starts it and its surroundings.
     *
     * @param wire that all of it is on; what fails to start ends with it
     */
    SoakHost(Stage stage, Wire wire) {
        this.stage = stage;
        host = wire.host(1);
        contenderHost = wire.host(2);
        servers = wire.host(3);
        text = new SoakText(prepared(stage.folder().resolve("soak")));
        addSpare();
        adverts = new Adverts(wire);
        flood = Router.start(
                stage.keepalived(), wire.host(4), stage.folder(), FOREIGN_TEXT.many(FOREIGN, VrrpText.OWNER));
        router = Router.start(stage.aloftd().withPages(), host, stage.folder(), text.usual());
        adverts.next(router, PATIENCE);
        visitors = Visitors.start(host, router.folder());
    }

    private static Path prepared(Path folder) {
        try {
            Files.createDirectories(folder);
            Path script = Files.writeString(folder.resolve("script"), SoakText.scriptText());
            if (!script.toFile().setExecutable(true)) {
                throw new IllegalStateException("cannot make " + script + " executable");
            }
            Files.writeString(folder.resolve("number"), "0\n");
            Shell.run("mkfifo", folder.resolve("fifo").toString());
            return folder;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What it uses now. */
    Usage usage() {
        return Usage.of(ProcessHandle.of(router.pid()).orElseThrow(() -> new IllegalStateException(router.log())));
    }

    /** How often each event has happened so far. */
    Map<String, Integer> events() {
        return Map.copyOf(events);
    }

    /** One round of all events, about ten seconds; everything is as before when it ends. */
    void live() {
        visitors.visit();
        happened("requests", Visitors.VISITS);
        contend();
        track();
        loseLinks();
        removeVips();
        reload();
        failChecks();
        adverts.clear();
        adverts.next(router, PATIENCE);
        Shell.pause(2);
        round++;
    }

    private void happened(String what, int times) {
        events.merge(what, times, Integer::sum);
    }

    /** A router of a higher priority comes and goes: stopped in one round, cut off in the next. */
    private void contend() {
        try (Router contender =
                Router.start(stage.keepalived(), contenderHost, stage.folder(), SoakText.contender(250))) {
            adverts.next(contender, PATIENCE);
            if (round % 2 == 0) {
                contender.stop();
            } else {
                contender.kill();
                Shell.run("ip", "-n", contenderHost.space(), "address", "flush", "dev", "eth0");
                Shell.run(
                        "ip",
                        "-n",
                        contenderHost.space(),
                        "address",
                        "add",
                        contenderHost.address() + "/16",
                        "dev",
                        "eth0");
            }
            adverts.clear();
            adverts.next(router, PATIENCE);
            happened("changes of the active router", 2);
        }
    }

    private void track() {
        try {
            for (int number = 1; number <= 10; number++) {
                Files.writeString(text.number(), number % 10 + "\n");
                Shell.pause(0.05);
            }
            Files.createFile(text.flag());
            Shell.pause(1.2);
            Files.delete(text.flag());
            happened("changes of what is tracked", 12);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void loseLinks() {
        Shell.each("""
                ip -n %1$s link set eth0 down
                ip -n %1$s link delete %2$s
                """.formatted(host.space(), SoakText.SPARE));
        Shell.pause(0.3);
        Shell.run("ip", "-n", host.space(), "link", "set", "eth0", "up");
        addSpare();
        adverts.clear();
        adverts.next(router, PATIENCE);
        happened("links lost and found", 2);
    }

    private void addSpare() {
        Shell.each("""
                ip -n %1$s link add %2$s type veth peer name far0
                ip -n %1$s address add 10.78.0.1/16 dev %2$s
                ip -n %1$s link set far0 up
                ip -n %1$s link set %2$s up
                """.formatted(host.space(), SoakText.SPARE));
    }

    private void removeVips() {
        for (int time = 0; time < 3; time++) {
            awaitVip();
            Shell.run("ip", "-n", host.space(), "address", "delete", VrrpText.VIP + "/32", "dev", "eth0");
        }
        awaitVip();
        happened("VIPs removed by hand", 3);
    }

    /** The advert comes before the VIP. */
    private void awaitVip() {
        long until = System.nanoTime() + Math.round(PATIENCE * 1e9);
        while (Shell.run("ip", "-n", host.space(), "-o", "address", "show", "dev", "eth0", "to", VrrpText.VIP)
                .isBlank()) {
            if (System.nanoTime() - until > 0) {
                throw new IllegalStateException(
                        "no " + VrrpText.VIP + " within " + PATIENCE + " s; the log:\n" + router.log());
            }
            Shell.pause(0.02);
        }
    }

    private void reload() {
        router.reload(text.more());
        Shell.pause(1);
        router.reload(text.wrong());
        Shell.pause(0.2);
        router.reload(text.usual());
        Shell.pause(0.5);
        happened("reloads", 2);
        happened("reloads refused", 1);
    }

    /** The real servers run for a while: their checks succeed, then fail again. */
    private void failChecks() {
        try (Checked targets = Checked.start(servers, SoakText.PORTS)) {
            Shell.pause(1.5);
            targets.mustRun();
        }
        happened("real servers' processes come and gone", 1);
    }

    String log() {
        return router.log();
    }

    @Override
    public void close() {
        visitors.close();
        router.close();
        flood.close();
        adverts.close();
    }
}
