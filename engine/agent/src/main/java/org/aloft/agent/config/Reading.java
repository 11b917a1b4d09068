package org.aloft.agent.config;

/**
 * A configuration, and where in the files its blocks stand.
 *
 * @param configuration what was read
 * @param places only of use to whom has more to say about it
 */
public record Reading(Configuration configuration, Places places) {}
