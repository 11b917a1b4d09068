package org.aloft.plan.host;

/**
 * Names one resource of a host: {@code file:/etc/aloft/aloftd.conf}, {@code sysctl:net.ipv4.ip_forward}.
 *
 * @param kind the resource's kind, a word of letters
 * @param name its name within the kind
 */
public record ResourceId(String kind, String name) {
    @Override
    public String toString() {
        return kind + ":" + name;
    }
}
