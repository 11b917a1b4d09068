package org.aloft.bench;

import java.util.Optional;

/** A router beside the measured one that stays a backup, or none. For one thread. */
record Standby(Optional<Router> router) implements AutoCloseable {
    /** @param wanted whether there is one */
    static Standby start(boolean wanted, Program program, Wire wire, Stage stage, String configuration) {
        return new Standby(
                wanted
                        ? Optional.of(Router.start(program, wire.host(2), stage.folder(), configuration))
                        : Optional.empty());
    }

    /** Fails when it has ended: nobody would have watched. */
    void mustRun() {
        router.filter(started -> !started.isAlive()).ifPresent(ended -> {
            throw new IllegalStateException("the standby ended: " + ended.log());
        });
    }

    @Override
    public void close() {
        router.ifPresent(Router::close);
    }
}
