/** What the user wants: {@code topology.yml} and an Ansible inventory become one checked {@link org.aloft.topology.model.Topology}. */
package org.aloft.topology;
