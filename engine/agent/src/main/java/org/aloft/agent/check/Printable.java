package org.aloft.agent.check;

/** What a server sent, made fit for a line of the log. */
final class Printable {
    private static final int LONGEST = 80;

    private Printable() {}

    /** At most 80 letters, in quotes, without control characters and what is not ASCII. */
    static String text(String words) {
        String cut = words.length() > LONGEST ? words.substring(0, LONGEST) + "…" : words;
        return "\"" + cut.replaceAll("[^\\x20-\\x7e…]", "?") + "\"";
    }
}
