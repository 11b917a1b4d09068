package org.aloft.agent.config;

import java.util.Optional;

/**
 * {@code notify_fifo FIFO_NAME [username [groupname]]} and the script that reads it.
 *
 * @param path of the FIFO
 * @param owner aloftd's own user when empty
 * @param script {@code notify_fifo_script}: started with the path as its last argument
 */
public record FifoBlock(String path, Optional<AccountName> owner, Optional<ScriptLine> script) {}
