package org.aloft.cli;

/** Something in {@code cli} for {@link org.aloft.topology.wrong.DependsTheWrongWay} to depend on. */
public final class AloftSeenFromOutside {}
