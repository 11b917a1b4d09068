package org.aloft.agent.check;

import java.util.function.Consumer;
import org.aloft.agent.config.CheckConnection;
import org.aloft.agent.kernel.KernelException;

/** {@code PING_CHECK}: sends an ICMP or ICMPv6 echo request and waits for the reply. */
final class PingProbe implements Probe {
    private final CheckConnection connection;
    private final Pinger pinger;
    private final CheckLoop loop;

    PingProbe(CheckConnection connection, Pinger pinger, CheckLoop loop) {
        this.connection = connection;
        this.pinger = pinger;
        this.loop = loop;
    }

    @Override
    public Cancellable begin(int step, Consumer<ProbeOutcome> done) {
        return new Attempt(done).open();
    }

    private final class Attempt implements Cancellable {
        private final String target = connection.target().getAddress().getHostAddress();
        private final Consumer<ProbeOutcome> done;
        private Cancellable request = NOTHING;
        private Cancellable alarm = NOTHING;
        private boolean ended;

        Attempt(Consumer<ProbeOutcome> done) {
            this.done = done;
        }

        Cancellable open() {
            try {
                request = pinger.ask(connection, () -> end(ProbeOutcome.passed(target + " answered an echo request")));
                alarm = loop.after(
                        connection.timeout(),
                        () -> end(ProbeOutcome.failed(target + " did not answer an echo request within "
                                + Dialer.seconds(connection.timeout()))));
            } catch (KernelException refused) {
                end(ProbeOutcome.failed(refused.getMessage(), refused));
            }
            return this;
        }

        private void end(ProbeOutcome outcome) {
            if (!ended) {
                cancel();
                done.accept(outcome);
            }
        }

        @Override
        public void cancel() {
            ended = true;
            request.cancel();
            alarm.cancel();
        }
    }
}
