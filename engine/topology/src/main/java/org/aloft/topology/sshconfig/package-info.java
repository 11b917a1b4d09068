/** {@code ssh_config(5)}: which of its lines apply to a host. */
package org.aloft.topology.sshconfig;
