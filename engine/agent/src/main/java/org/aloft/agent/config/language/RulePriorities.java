package org.aloft.agent.config.language;

/**
 * Hands out the priorities of rules that name none: 16384 to the first of a family, then downwards. Confined to one
 * thread.
 */
final class RulePriorities {
    private static final int FIRST = 16_384;

    private int ipv4 = FIRST;
    private int ipv6 = FIRST;

    int next(boolean forIpv6) {
        return forIpv6 ? ipv6-- : ipv4--;
    }
}
