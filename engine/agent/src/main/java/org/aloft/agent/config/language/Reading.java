package org.aloft.agent.config.language;

import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.text.Places;

/**
 * A configuration, and where in the files its blocks stand.
 *
 * @param configuration what was read
 * @param places for further messages about it
 */
public record Reading(Configuration configuration, Places places) {}
