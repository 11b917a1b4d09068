package org.aloft.topology;

public record Topology() {}
