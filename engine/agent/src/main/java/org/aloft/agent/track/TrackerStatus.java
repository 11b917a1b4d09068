package org.aloft.agent.track;

import java.time.Instant;

/**
 * What one tracker is, for people.
 *
 * @param key which
 * @param reading what it was last seen to be
 * @param since when it became that
 * @param method how it is looked at
 */
public record TrackerStatus(TrackerKey key, Reading reading, Instant since, String method) {}
