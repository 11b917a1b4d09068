package org.aloft.agent.script;

/**
 * The user and groups that a program runs as.
 *
 * @param name the user's name, which also tells the supplementary groups
 * @param uid the user's number
 * @param gid the number of the group, the user's own or another
 */
public record Account(String name, int uid, int gid) {
    /** The numbers of root. */
    private static final int ROOT = 0;

    /** Whether programs of this account may do anything on this host. */
    public boolean isRoot() {
        return uid == ROOT;
    }
}
