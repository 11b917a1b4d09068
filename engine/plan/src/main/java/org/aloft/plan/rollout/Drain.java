package org.aloft.plan.rollout;

import java.util.Optional;
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
     * The call that lets a director send nothing new there.
     *
     * @param limit seconds that connections which are under way may take to end
     * @param backAfter seconds after which it is back whatever happens
     */
    Call drain(String name, int limit, int backAfter);

    /** The call that takes it back. */
    Call takeBack(String name);
}
