package org.aloft.agent.thread;

/** What becomes of a loop in which something was thrown that nobody caught. */
public enum AfterFailure {
    /** It goes on with the next turn, after a pause: nothing that it leaves undone is worth the VIPs of this host. */
    GO_ON,
    /** It ends, and the process with it: what it does is what this process is for. */
    END_PROCESS
}
