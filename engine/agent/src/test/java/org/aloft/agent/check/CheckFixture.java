package org.aloft.agent.check;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.aloft.agent.config.CheckBlock;
import org.aloft.agent.config.CheckConnection;
import org.aloft.agent.config.CheckPace;
import org.aloft.agent.config.ScriptSecurity;
import org.aloft.agent.kernel.ipvs.IpvsProtocol;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;
import org.aloft.agent.script.Admission;
import org.aloft.agent.script.ScriptRunner;
import org.aloft.agent.thread.Faults;

/** Checks that are made at once, again every 10 ms, and without retries; and what they say, one after the other. */
final class CheckFixture implements AutoCloseable {
    static final Duration SHORT = Duration.ofMillis(200);
    static final Duration LONG = Duration.ofSeconds(20);

    private static final Duration MOMENT = Duration.ofMillis(10);
    static final CheckPace PACE = new CheckPace(false, 0, MOMENT, MOMENT, MOMENT, false);

    volatile TlsIdentity identity = TlsIdentity.of(Optional.empty());
    private final ScriptRunner scripts = ScriptRunner.open(Map.of(), MOMENT, Faults.supervisor());
    private final HealthChecks checks = HealthChecks.open(
            new Random(1),
            new CheckSources(
                    scripts,
                    line -> Admission.of(line, new ScriptSecurity(Optional.empty(), false)),
                    () -> identity,
                    (name, listener) -> () -> {},
                    (name, listener) -> () -> {}),
            Faults.supervisor());
    private final BlockingQueue<CheckNews> told = new LinkedBlockingQueue<>();

    static HealthChecks open() {
        return new CheckFixture().checks;
    }

    /** Starts a check of a real server. */
    RunningCheck start(CheckBlock check) {
        return checks.start(key(new InetSocketAddress(loopback(4), 80)), CheckSettings.of(check), told::add);
    }

    /** Waits for the next thing that the check says. */
    CheckNews news() throws InterruptedException {
        return told.take();
    }

    /** Waits for the first thing that a check says. */
    CheckNews verdict(CheckBlock check) throws InterruptedException {
        RunningCheck running = start(check);
        CheckNews first = news();
        running.close();
        return first;
    }

    static CheckConnection to(InetSocketAddress target, Duration timeout) {
        return new CheckConnection(target, timeout, Optional.empty(), 0, Optional.empty(), 0);
    }

    /** 127.0.0.1 for 4, ::1 for 6. */
    static InetAddress loopback(int family) {
        try {
            return InetAddress.getByName(family == 4 ? "127.0.0.1" : "::1");
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    static RealServerKey key(InetSocketAddress endpoint) {
        try {
            InetAddress vip = InetAddress.getByName("192.0.2.10");
            return new RealServerKey(new IpvsServiceKey.Endpoint(IpvsProtocol.TCP, vip, 80), endpoint);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    @Override
    public void close() {
        checks.close();
        scripts.close();
    }
}
