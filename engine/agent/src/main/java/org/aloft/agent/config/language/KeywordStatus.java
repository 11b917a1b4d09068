package org.aloft.agent.config.language;

/**
 * One row of the table of keywords: what aloftd does with a word of keepalived.conf(5).
 *
 * @param block where it stands: {@code vrrp_instance}, {@code the top level} …
 * @param keyword the word
 * @param support whether it works
 * @param explanation why it is harmless that it does nothing, or what to use instead; empty for one that works
 */
public record KeywordStatus(String block, String keyword, Support support, String explanation) {
    /** What a keyword does. */
    public enum Support {
        /** What keepalived.conf(5) says. */
        WORKS,
        /** Nothing; the file is used all the same, with a warning that says why that is harmless. */
        WARNED,
        /** The file is refused, with a message that says what to use instead. */
        REFUSED
    }
}
