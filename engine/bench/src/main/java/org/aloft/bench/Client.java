package org.aloft.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a VIP every 2 ms whether it is there. Safe for any thread. */
final class Client implements AutoCloseable {
    private static final double INTERVAL = 0.002;
    private static final Pattern REPLY = Pattern.compile("\\[([0-9.]+)\\] .* icmp_seq=.*");

    private final Process ping;
    private final List<Double> replies = new ArrayList<>();

    Client(Wire.Host host, String vip) {
        ping = Shell.start(
                host.prefix(),
                List.of("chrt", "-r", "60", "ping", "-D", "-n", "-i", Double.toString(INTERVAL), vip),
                ProcessBuilder.Redirect.PIPE);
        BufferedReader reader = ping.inputReader();
        Thread thread = new Thread(() -> read(reader), "client");
        thread.setDaemon(true);
        thread.start();
    }

    private void read(BufferedReader reader) {
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Matcher matcher = REPLY.matcher(line);
                if (matcher.matches()) {
                    synchronized (this) {
                        replies.add(Double.parseDouble(matcher.group(1)));
                    }
                }
            }
        } catch (IOException ended) {
            // ping was ended: there is no more to read
        }
    }

    synchronized void clear() {
        replies.clear();
    }

    /** How many answers came since {@link #clear()}. */
    synchronized int count() {
        return replies.size();
    }

    /** The longest time without an answer, in seconds, beyond the 2 ms that lie between two questions. */
    synchronized double longestGap() {
        double longest = 0;
        for (int index = 1; index < replies.size(); index++) {
            longest = Math.max(longest, replies.get(index) - replies.get(index - 1) - INTERVAL);
        }
        return longest;
    }

    /** Seconds since 1970 of the last answer. */
    synchronized double lastReply() {
        return replies.isEmpty() ? 0 : replies.get(replies.size() - 1);
    }

    @Override
    public void close() {
        ping.destroy();
    }
}
