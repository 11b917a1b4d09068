package org.aloft.agent.track;

import org.aloft.agent.config.TrackWeight;

/**
 * What one tracker does to one instance; the arithmetic of keepalived 2.2.7.
 *
 * <pre>
 * weight        up          down        not known yet   value v
 * 0             -           FAULT       FAULT           FAULT unless v = 0
 * 0 reverse     FAULT       -           FAULT           FAULT if v = 0
 * w &gt; 0         + w         -           -               v * w, FAULT below -253
 * w &lt; 0         -           - |w|       -               v * w, FAULT below -253
 * w reverse     the other sign                          - v * w, FAULT below -253
 * </pre>
 *
 * @param adjustment what is added to the priority, -253..253
 * @param fault whether the instance cannot take part
 */
public record Effect(int adjustment, boolean fault) {
    /** The distance between the highest and the lowest priority that can be. */
    private static final int LARGEST = 253;

    private static final Effect NOTHING = new Effect(0, false);
    private static final Effect FAULT = new Effect(0, true);

    /** By the table above. */
    public static Effect of(TrackWeight weight, Reading reading) {
        if (reading instanceof Reading.Value value) {
            return ofValue(weight, value.number());
        }
        if (reading instanceof Reading.Pending) {
            return weight.value() == 0 ? FAULT : NOTHING;
        }
        boolean up = reading instanceof Reading.Up;
        if (weight.value() == 0) {
            return up == weight.reverse() ? FAULT : NOTHING;
        }
        boolean counts = up == weight.value() > 0;
        return counts ? new Effect(signed(weight), false) : NOTHING;
    }

    private static int signed(TrackWeight weight) {
        return weight.reverse() ? -weight.value() : weight.value();
    }

    private static Effect ofValue(TrackWeight weight, int number) {
        if (weight.value() == 0) {
            return (number == 0) == weight.reverse() ? FAULT : NOTHING;
        }
        long product = (long) number * signed(weight);
        return product < -LARGEST ? FAULT : new Effect((int) Math.min(product, LARGEST), false);
    }
}
