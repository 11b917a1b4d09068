package org.aloft.plan.resource;

import java.nio.file.Path;

/**
 * A file that must be sent before a step.
 *
 * @param file where it lies on this machine; never read by the planner
 * @param sizeBytes its length
 * @param remote where it goes on the host
 */
public record Upload(Path file, long sizeBytes, String remote) {}
