package org.aloft.agent.check;

import java.net.InetSocketAddress;
import org.aloft.agent.config.CheckBlock;
import org.aloft.agent.config.CheckConnection;
import org.aloft.agent.config.CheckPace;
import org.aloft.agent.config.PolledCheckBlock;
import org.aloft.agent.config.TcpCheckBlock;

/**
 * A check to run, and how it begins.
 *
 * @param check what the file says
 * @param initiallyUp whether the real server counts as up before the first result
 */
public record CheckSettings(CheckBlock check, boolean initiallyUp) {
    /**
     * As the file says: up, unless {@code alpha}. A check that is told of changes knows at once, so it has no {@code
     * alpha}.
     */
    public static CheckSettings of(CheckBlock check) {
        return new CheckSettings(
                check,
                !(check instanceof PolledCheckBlock polled && polled.pace().alpha()));
    }

    /** A {@code TCP_CHECK}, all as keepalived has it by default. */
    public static CheckSettings of(InetSocketAddress target) {
        return of(new TcpCheckBlock(CheckConnection.to(target), CheckPace.byDefault()));
    }

    /** The same check of a real server that counts as down until the first result. */
    public CheckSettings initiallyDown() {
        return new CheckSettings(check, /* initiallyUp */ false);
    }
}
