package org.aloft.agent.script;

/**
 * The facts about one step of the path to a program.
 *
 * @param path where it is
 * @param kind what it is
 * @param owner the number of its owner
 * @param group the number of its group
 * @param mode its permission bits, octal 0..07777; of a link they mean nothing
 */
public record PathFact(String path, Kind kind, int owner, int group, int mode) {
    /** What a path leads to. */
    public enum Kind {
        DIRECTORY,
        LINK,
        FILE,
        OTHER
    }
}
