package org.aloft.plan.apply;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Asks a host for its record of who changed it, and reads the answer. */
public final class HistoryScript {
    private static final String PREFIX = ApplyEvent.PREFIX + " history ";
    private static final int FIELDS = 9;

    private HistoryScript() {}

    /**
     * What a run did to a host.
     *
     * @param at when it ended there, by the host's clock, ISO 8601
     * @param run names the run
     * @param who user and machine
     * @param command of aloft
     * @param topology first digits of the topology file's SHA-256; {@code -} for none
     * @param created how many things were created
     * @param changed how many were changed
     * @param removed how many were removed
     * @param result {@code done}, {@code failed at step 3}, {@code begun} for a run that was cut off,
     *     {@code not confirmed, and undone}
     */
    public record Line(
            String at,
            String run,
            String who,
            String command,
            String topology,
            int created,
            int changed,
            int removed,
            String result) {}

    /** A POSIX sh script that changes nothing. */
    public static String text() {
        return """
                if [ -s /var/lib/aloft/history ]; then
                  echo "%s$(base64 </var/lib/aloft/history | tr -d '\\n')"
                fi
                exit 0
                """.formatted(PREFIX);
    }

    /** What {@link #text} printed, the oldest first; lines that a later version may have written otherwise are left out. */
    public static List<Line> read(String output) {
        List<Line> lines = new ArrayList<>();
        for (String line : output.lines().toList()) {
            if (line.startsWith(PREFIX)) {
                decoded(line.substring(PREFIX.length()).strip()).lines().forEach(each -> read(each, lines));
            }
        }
        return lines;
    }

    /** Nothing, where something on the host has broken the line. */
    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return "";
        }
    }

    private static void read(String text, List<Line> lines) {
        List<String> fields = Arrays.asList(text.split("\t", -1));
        boolean counted =
                fields.size() >= FIELDS && fields.subList(5, 8).stream().allMatch(count -> count.matches("[0-9]{1,9}"));
        if (counted) {
            lines.add(new Line(
                    fields.get(0),
                    fields.get(1),
                    fields.get(2),
                    fields.get(3),
                    fields.get(4),
                    Integer.parseInt(fields.get(5)),
                    Integer.parseInt(fields.get(6)),
                    Integer.parseInt(fields.get(7)),
                    fields.get(8)));
        }
    }
}
