package org.aloft.agent.notify;

/** One way in which one event is reported. */
sealed interface Announcement permits Announcement.WriteFifo, Delivery {
    /**
     * A line is to be written to the FIFO of all events and to that of its kind. Never waits.
     *
     * @param kind which FIFO besides that of all
     * @param line without the line break
     */
    record WriteFifo(FifoKind kind, String line) implements Announcement {}

    /** The FIFOs that there may be. */
    enum FifoKind {
        /** {@code notify_fifo}. */
        ALL,
        /** {@code vrrp_notify_fifo}. */
        VRRP,
        /** {@code lvs_notify_fifo}. */
        CHECKERS
    }
}
