package org.aloft.agent.config;

/**
 * One check of a real server: what stands between the braces of {@code TCP_CHECK}, {@code HTTP_GET} … All checks of a
 * real server must pass for it to be up.
 */
public sealed interface CheckBlock permits PolledCheckBlock, FileCheckBlock, BfdCheckBlock {
    /** The keyword in the file: {@code TCP_CHECK}. */
    String keyword();
}
