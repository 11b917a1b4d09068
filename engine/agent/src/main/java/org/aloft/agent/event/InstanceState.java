package org.aloft.agent.event;

/** The state of a VRRP instance or a sync group, without details. */
public enum InstanceState {
    /** Takes no part: not started yet, stopped, or deleted from the configuration. */
    INITIALIZE("STOP"),
    /** Cannot take part. */
    FAULT("FAULT"),
    /** Watches the active router. */
    BACKUP("BACKUP"),
    /** Holds the VIPs. */
    ACTIVE("MASTER");

    private final String keepalivedWord;

    InstanceState(String keepalivedWord) {
        this.keepalivedWord = keepalivedWord;
    }

    /** The word that notify scripts and FIFOs of keepalived know. */
    public String keepalivedWord() {
        return keepalivedWord;
    }
}
