package org.aloft.ssh;

/**
 * Standard error of a command, in two parts: up to {@link RootShell#BEGIN} what the user's startup files and sudo
 * wrote, after it what the script wrote. Of each the end is kept. Guarded by the lock of its {@link RemoteCommand}.
 */
final class CommandErrors {
    /** Bytes kept of each part. */
    static final int KEPT = 16 << 10;

    private final MarkerSearch begin = new MarkerSearch(RootShell.BEGIN);
    private final String question;
    private final MarkerSearch prompt;
    private final Tail before = new Tail(KEPT);
    private final Tail after = new Tail(KEPT);
    private boolean begun;
    private int prompts;

    /** @param question what sudo or su asks with */
    CommandErrors(String question) {
        this.question = question;
        this.prompt = new MarkerSearch(question);
    }

    void add(byte[] source, int offset, int length) {
        int end = offset + length;
        if (begun) {
            after.add(source, offset, length);
            return;
        }
        int from = begin.end(source, offset, end);
        begun = from >= 0;
        int earlier = begun ? from : end;
        for (int at = prompt.end(source, offset, earlier); at >= 0; at = prompt.end(source, at, earlier)) {
            prompts++;
        }
        before.add(source, offset, earlier - offset);
        if (begun) {
            after.add(source, from, end - from);
        }
    }

    /** Whether the command has become root and runs what was sent. */
    boolean begun() {
        return begun;
    }

    /** How often sudo or su has asked for the password. */
    int prompts() {
        return prompts;
    }

    /** What was written before the script began, without Aloft's own prompt. */
    String beforeScript() {
        return before.text()
                .replace(question, "")
                .replace(RootShell.SU, "")
                .replace(RootShell.BEGIN, "")
                .strip();
    }

    /** What the script wrote. */
    String ofScript() {
        return after.text();
    }
}
