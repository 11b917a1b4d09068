package org.aloft.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pings a VIP every 0.5 ms. With fping, which sleeps between two pings: ping spins below 10 ms, and the kernel's limit
 * for real-time processes then stops it for 50 ms in every second. Safe for use by several threads.
 */
final class Client implements AutoCloseable {
    private static final double INTERVAL_MILLIS = 0.5;
    private static final double INTERVAL = INTERVAL_MILLIS / 1000.0;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final Pattern REPLY =
            Pattern.compile("\\[(?<at>[0-9.]+)\\] \\S+ : \\[(?<number>\\d+)\\], \\d+ bytes, (?<took>[0-9.]+) ms .*");

    /**
     * An answer.
     *
     * @param at seconds since 1970
     * @param number of the ping, from 0
     * @param took seconds
     */
    record Reply(double at, long number, double took) {
        static Reply of(Matcher line) {
            return new Reply(
                    Double.parseDouble(line.group("at")),
                    Long.parseLong(line.group("number")),
                    Double.parseDouble(line.group("took")) / 1000);
        }
    }

    /**
     * A gap in the service.
     *
     * @param from when the first ping was sent that was lost or had to wait, in seconds since 1970
     * @param until when the next answer came
     */
    record Gap(double from, double until) {
        static final Gap NONE = new Gap(0, 0);

        private static Gap between(Reply before, Reply one) {
            boolean unanswered = one.number() > before.number() + 1;
            return new Gap(unanswered ? before.at() + INTERVAL : one.at() - one.took(), one.at());
        }

        double seconds() {
            return until - from;
        }
    }

    private final Process fping;
    private final List<Reply> replies = new ArrayList<>();

    Client(Wire.Host host, String vip) {
        String interval = Double.toString(INTERVAL_MILLIS);
        String patience = Integer.toString(PATIENCE_MILLIS);
        fping = Shell.start(
                host.prefix(),
                List.of("chrt", "-r", "60", "fping", "-l", "-D", "-i", interval, "-p", interval, "-t", patience, vip),
                ProcessBuilder.Redirect.PIPE);
        Lines.follow(fping, "client", this::read);
    }

    private synchronized void read(String line) {
        Matcher matcher = REPLY.matcher(line);
        if (matcher.matches()) {
            replies.add(Reply.of(matcher));
        }
    }

    synchronized void clear() {
        replies.clear();
    }

    /** How many answers came since {@link #clear()}. */
    synchronized int count() {
        return replies.size();
    }

    /** The longest gap that these pings could see. */
    synchronized Gap longestGap() {
        return longestGap(replies);
    }

    /**
     * The longest time without an answer while pings were lost, or that one ping had to wait. A time in which the
     * client did not run, and so sent no ping, does not count.
     */
    static Gap longestGap(List<Reply> replies) {
        Gap longest = Gap.NONE;
        for (int index = 1; index < replies.size(); index++) {
            Gap gap = Gap.between(replies.get(index - 1), replies.get(index));
            longest = gap.seconds() > longest.seconds() ? gap : longest;
        }
        return longest;
    }

    @Override
    public void close() {
        fping.destroy();
    }
}
