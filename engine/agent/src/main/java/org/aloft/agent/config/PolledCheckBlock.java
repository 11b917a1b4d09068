package org.aloft.agent.config;

/** A check that polls, rather than one that is notified of changes. */
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
