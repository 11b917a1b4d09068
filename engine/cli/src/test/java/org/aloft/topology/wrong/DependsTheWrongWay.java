package org.aloft.topology.wrong;

import org.aloft.cli.AloftSeenFromOutside;

/** A class of {@code topology} that sees {@code cli}: what the architecture test must find. Only for that test. */
public final class DependsTheWrongWay {
    /** The dependency itself. */
    public final AloftSeenFromOutside upwards = new AloftSeenFromOutside();
}
