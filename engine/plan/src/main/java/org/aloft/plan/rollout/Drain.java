package org.aloft.plan.rollout;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.Call;
import org.aloft.topology.model.VirtualService;

/** A way to balance, as far as its real servers can be sent nothing new for a while. */
interface Drain {
    /** Whether this service is balanced in this way. */
    boolean balances(VirtualService service);

    /** Whether a director balances in this way now. */
    boolean runsOn(String director);

    /** Why what balances on a director cannot be told, in words that follow "as"; empty when it can. */
    Optional<String> obstacle(String director);

    /** What the order calls a real server. */
    String nameOf(VirtualService service, VirtualService.RealServer server);

    /** Whether a director sends to the real server of this name now. */
    boolean knows(String director, String name);

    /** What the step is about. */
    ResourceId resource();

    /**
     * The call that lets a director send nothing new to real servers, all at the same time.
     *
     * @param limit seconds that connections which are under way may take to end, on all of them together
     * @param backAfter seconds after which they are back whatever happens
     */
    Call drain(Collection<String> names, int limit, int backAfter);

    /** The call that takes them back. */
    Call takeBack(Collection<String> names);

    /** A call about real servers: what goes for all of them, then each. */
    static Call call(String function, List<String> first, Collection<String> servers) {
        return Call.of(function, Stream.concat(first.stream(), servers.stream()).toArray(String[]::new));
    }
}
