package org.aloft.agent.check;

import org.aloft.agent.config.FileCheckBlock;
import org.aloft.agent.config.TrackWeight;

/**
 * {@code FILE_CHECK}: what a number in a file means for a real server. Pure; keepalived.conf(5), "Track files", and
 * what its program does:
 *
 * <ul>
 *   <li>weight 0: any number but 0 is a failure; with {@code reverse}, 0 is;
 *   <li>any other weight: the number times the weight, its sign turned by {@code reverse}, is added to the real
 *       server's weight. If that is -2147483648 or less, it is a failure.
 * </ul>
 */
final class FileCheck {
    private FileCheck() {}

    static ProbeOutcome outcome(FileCheckBlock block, WatchedFiles.Reading reading) {
        TrackWeight weight = block.weight().orElse(reading.weight());
        String said = "track_file " + block.file() + " says " + reading.value();
        if (weight.value() == 0) {
            boolean failed = reading.value() != 0 ^ weight.reverse();
            return failed ? ProbeOutcome.failed(said) : ProbeOutcome.passed(said);
        }
        long points = (long) reading.value() * weight.value() * (weight.reverse() ? -1 : 1);
        if (points <= Integer.MIN_VALUE) {
            return ProbeOutcome.failed(said);
        }
        return ProbeOutcome.passed(new WeightEffect.Adds((int) Math.min(Integer.MAX_VALUE, points)), said);
    }
}
