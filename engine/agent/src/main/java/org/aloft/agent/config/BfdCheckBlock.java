package org.aloft.agent.config;

/**
 * {@code BFD_CHECK { … }}: the real server is up while a BFD session is.
 *
 * @param session the name of the {@code bfd_instance} block
 */
public record BfdCheckBlock(String session) implements CheckBlock {
    @Override
    public String keyword() {
        return "BFD_CHECK";
    }
}
