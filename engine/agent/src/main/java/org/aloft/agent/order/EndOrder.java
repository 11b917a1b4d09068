package org.aloft.agent.order;

import java.util.List;
import org.aloft.agent.control.ControlOutput;

/**
 * {@code aloftd end --in-place}. Thread-safe.
 *
 * @param check throws {@link IllegalStateException} where the next process could not carry on, and says why
 * @param end ends the process soon, with all that it holds where it is
 */
public record EndOrder(Runnable check, Runnable end) {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 64;

    int end(List<String> words, ControlOutput output) {
        if (!words.equals(List.of("--in-place"))) {
            output.error("aloftd end --in-place: another aloftd that starts within a second carries on;"
                    + " to hand over and stop: systemctl stop aloftd");
            return USAGE;
        }
        try {
            check.run();
        } catch (IllegalStateException refused) {
            output.error("refused, aloftd goes on: " + refused.getMessage()
                    + "; systemctl restart aloftd hands the VIPs over instead");
            return FAILED;
        }
        end.run();
        output.print("ends, and leaves VIPs and virtual servers where they are: start aloftd again within a second");
        return DONE;
    }
}
