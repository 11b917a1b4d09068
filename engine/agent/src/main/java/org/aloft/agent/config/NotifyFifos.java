package org.aloft.agent.config;

import java.util.Optional;

/**
 * The FIFOs that events are written to.
 *
 * @param all {@code notify_fifo}
 * @param vrrp {@code vrrp_notify_fifo}: instances and groups
 * @param checkers {@code lvs_notify_fifo}: virtual and real servers
 * @param statesOnReload {@code fifo_write_vrrp_states_on_reload}: say every instance's state again after a reload
 */
public record NotifyFifos(
        Optional<FifoBlock> all, Optional<FifoBlock> vrrp, Optional<FifoBlock> checkers, boolean statesOnReload) {}
