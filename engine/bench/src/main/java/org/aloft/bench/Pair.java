package org.aloft.bench;

/**
 * Two routers of one program, the first of which is to be active, and a client that asks their VIP. For one thread.
 */
final class Pair implements AutoCloseable {
    private static final int HIGHER = 200;
    private static final int LOWER = 150;

    /** Longer than a start and a takeover, which takes three intervals and a skew of less than one. */
    private static final double PATIENCE = 15;

    /**
     * A takeover as a client saw it, in seconds.
     *
     * @param gap between the last answer of one router and the first of the other
     * @param even the gap of a power cut midway between two adverts: {@code gap} without the phase of the cut and the
     *     time it took
     */
    record Takeover(double gap, double even) {}

    private final Program program;
    private final VrrpText text;
    private final Stage stage;
    private final Wire.Host first;
    private final Wire.Host client;
    private final Adverts adverts;
    private final Router standby;
    private Router active;

    Pair(Wire wire, Program program, VrrpText text, Stage stage) {
        this.program = program;
        this.text = text;
        this.stage = stage;
        first = wire.host(1);
        client = wire.host(3);
        adverts = new Adverts(wire);
        standby = Router.start(program, wire.host(2), stage.folder(), text.one(LOWER));
        startActive();
    }

    /** Starts the first router again and waits until it has taken the VIP. */
    private void startActive() {
        active = Router.start(program, first, stage.folder(), text.one(HIGHER));
        adverts.next(active, PATIENCE);
        Shell.pause(0.5 + 2 * text.interval());
    }

    /**
     * Cuts the power of the active router. The even gap counts from the last advert: neither the phase of the cut nor
     * the time it took is in it, so that all rounds measure the same thing.
     *
     * @param phase of the cut: part of an interval since the last advert, 0 to 1
     */
    Takeover crash(double phase) {
        try (Client asking = new Client(client, VrrpText.VIP)) {
            waitForAnswers(asking);
            adverts.next(active, PATIENCE);
            Shell.pause(phase * text.interval());
            asking.clear();
            waitForAnswers(asking);
            first.unplug();
            Adverts.Heard taken = adverts.next(standby, PATIENCE);
            Shell.pause(0.3 + text.interval());
            active.kill();
            Client.Gap gap = asking.longestGap();
            double last = adverts.lastBefore(taken, active).at();
            first.plugInAnew();
            startActive();
            return new Takeover(gap.seconds(), gap.until() - last - text.interval() / 2);
        }
    }

    /** Stops the active router by SIGTERM. The phase does not matter here. */
    Takeover handOver() {
        try (Client asking = new Client(client, VrrpText.VIP)) {
            waitForAnswers(asking);
            adverts.next(active, PATIENCE);
            asking.clear();
            waitForAnswers(asking);
            active.stop();
            adverts.next(standby, PATIENCE);
            Shell.pause(0.5 + 2 * text.interval());
            double gap = asking.longestGap().seconds();
            startActive();
            return new Takeover(gap, gap);
        }
    }

    private static void waitForAnswers(Client asking) {
        for (int tries = 0; asking.count() < 5; tries++) {
            if (tries > 1000) {
                throw new IllegalStateException("nobody answers for " + VrrpText.VIP);
            }
            Shell.pause(0.005);
        }
    }

    @Override
    public void close() {
        active.close();
        standby.close();
        adverts.close();
    }
}
