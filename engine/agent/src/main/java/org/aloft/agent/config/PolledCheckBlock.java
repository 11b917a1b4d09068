package org.aloft.agent.config;

/** A check that is made again and again, rather than told of a change. */
public sealed interface PolledCheckBlock extends CheckBlock
        permits TcpCheckBlock,
                HttpCheckBlock,
                SmtpCheckBlock,
                DnsCheckBlock,
                UdpCheckBlock,
                PingCheckBlock,
                MiscCheckBlock {
    /** How often, and what turns the real server down. */
    CheckPace pace();
}
