package org.aloft.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Captures every advert on the wire, with the kernel's time stamp. Safe for use by several threads. */
final class Adverts implements AutoCloseable {
    private static final Pattern LINE =
            Pattern.compile("([0-9.]+) IP ([0-9.]+) > .* VRRPv[23], Advertisement, .*vrid ([0-9]+), prio ([0-9]+),.*");

    /**
     * One advert.
     *
     * @param at seconds since 1970
     * @param from sender's address
     * @param virtualRouterId its VRID
     * @param priority 0..255
     */
    record Heard(double at, String from, int virtualRouterId, int priority) {}

    private final Process tcpdump;
    private final List<Heard> all = new ArrayList<>();

    Adverts(Wire wire) {
        tcpdump = Shell.start(
                wire.onBridge(),
                List.of(
                        "chrt",
                        "-r",
                        "60",
                        "tcpdump",
                        "-i",
                        "br0",
                        "-n",
                        "-l",
                        "-tt",
                        "--immediate-mode",
                        "-B",
                        "16384",
                        "proto",
                        "112"),
                ProcessBuilder.Redirect.PIPE);
        Lines.follow(tcpdump, "adverts", this::read);
    }

    private void read(String line) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
            add(new Heard(
                    Double.parseDouble(matcher.group(1)),
                    matcher.group(2),
                    Integer.parseInt(matcher.group(3)),
                    Integer.parseInt(matcher.group(4))));
        }
    }

    private synchronized void add(Heard heard) {
        all.add(heard);
        notifyAll();
    }

    /** Forgets the adverts so far. */
    synchronized void clear() {
        all.clear();
    }

    synchronized List<Heard> heard() {
        return List.copyOf(all);
    }

    /** Waits for the next advert of this router; fails with the router's log when none comes. */
    synchronized Heard next(Router from, double seconds) {
        int looked = all.size();
        long until = System.nanoTime() + Math.round(seconds * 1e9);
        while (true) {
            for (; looked < all.size(); looked++) {
                if (all.get(looked).from().equals(from.host().address())
                        && all.get(looked).priority() > 0) {
                    return all.get(looked);
                }
            }
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IllegalStateException(
                        "no advert of " + from.host().address() + " within " + seconds + " s; its log:\n" + from.log());
            }
            try {
                wait(left);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", interrupted);
            }
        }
    }

    /** The last advert of this router before that one. */
    synchronized Heard lastBefore(Heard one, Router from) {
        return all.subList(0, all.indexOf(one)).stream()
                .filter(heard -> heard.from().equals(from.host().address()))
                .reduce((earlier, later) -> later)
                .orElseThrow(() ->
                        new IllegalStateException("no advert of " + from.host().address()));
    }

    @Override
    public void close() {
        tcpdump.destroy();
    }
}
