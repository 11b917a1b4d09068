/** What Ansible reads, as Ansible reads it: inventories, group_vars, host_vars, and how a host is reached. */
package org.aloft.topology.inventory;
