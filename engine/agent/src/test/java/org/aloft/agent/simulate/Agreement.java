package org.aloft.agent.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.aloft.agent.vrrp.machine.State;

/** What must be true of the routers of a simulation once they have settled. */
final class Agreement {
    private Agreement() {}

    static void assertOneActiveEach(Simulation simulation) {
        for (int segment = 0; segment < 2; segment++) {
            Optional<SimulatedRouter> best = best(simulation, segment);
            if (best.isEmpty()) {
                continue;
            }
            List<SimulatedRouter> active = members(simulation, segment).stream()
                    .filter(SimulatedRouter::isActive)
                    .toList();
            assertThat(active).as("active routers of one connected group").hasSize(1);
            boolean standsBack = best.get().state() instanceof State.Backup backup && backup.standsBack();
            if (!standsBack) {
                assertThat(active.get(0).settings().priority())
                        .as("the highest priority is active")
                        .isEqualTo(best.get().settings().priority());
            }
        }
    }

    /** The members that can be active, of those that hear one another. */
    static List<SimulatedRouter> members(Simulation simulation, int segment) {
        return simulation.hosts().stream()
                .filter(host -> host.segment() == segment && host.isAlive())
                .map(SimulatedHost::router)
                .filter(SimulatedRouter::takesPart)
                .toList();
    }

    static Optional<SimulatedRouter> best(Simulation simulation, int segment) {
        return members(simulation, segment).stream()
                .max((one, other) -> Integer.compare(
                        one.settings().priority(), other.settings().priority()));
    }

    static void assertOneHostHoldsAll(Simulation simulation) {
        boolean anyCan = simulation.hosts().stream()
                .anyMatch(host -> host.isAlive() && host.routers().stream().allMatch(SimulatedRouter::takesPart));
        long holding = simulation.hosts().stream()
                .filter(SimulatedHost::isAlive)
                .filter(host -> host.routers().stream().allMatch(SimulatedRouter::isActive))
                .count();
        assertThat(holding).as("hosts on which the whole sync group is active").isEqualTo(anyCan ? 1 : 0);
    }

    static long holders(Simulation simulation) {
        return simulation.routers().stream().filter(SimulatedRouter::holdsVips).count();
    }

    static SimulatedRouter onlyActive(Simulation simulation) {
        List<SimulatedRouter> active =
                simulation.routers().stream().filter(SimulatedRouter::isActive).toList();
        assertThat(active).as("active routers").hasSize(1);
        return active.get(0);
    }
}
