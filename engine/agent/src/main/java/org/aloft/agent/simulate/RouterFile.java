package org.aloft.agent.simulate;

import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.language.Reading;
import org.aloft.agent.config.text.Position;

/**
 * One file, and so one router.
 *
 * @param number from 0, in the order of the command line
 * @param reading of it
 */
record RouterFile(int number, Reading reading) {
    Configuration configuration() {
        return reading.configuration();
    }

    /** As it was typed. */
    String name() {
        return configuration().source().file();
    }

    /** Where a line of an instance stands; the instance itself when it has no such line. */
    Position line(VrrpInstanceBlock instance, String keyword) {
        return reading.places().find("vrrp_instance " + instance.name(), keyword);
    }
}
