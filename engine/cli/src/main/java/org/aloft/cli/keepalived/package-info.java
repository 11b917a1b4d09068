/**
 * Makes a topology of what keepalived.conf says on each host. It knows that language by what {@code aloftd
 * --print-config} prints of it, and topology.yml by its reader; start at {@link org.aloft.cli.keepalived.Importer}.
 */
package org.aloft.cli.keepalived;
