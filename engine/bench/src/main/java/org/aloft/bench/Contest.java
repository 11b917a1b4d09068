package org.aloft.bench;

/**
 * Whose figures stand beside one another.
 *
 * @param ours what is Aloft's
 * @param theirs what it is compared with
 */
record Contest(String ours, String theirs) {
    /** The agent, and what it does the work of. */
    static final Contest AGENTS = new Contest("aloftd", "keepalived");
}
