/**
 * What the agent does, as JSON: {@link org.aloft.agent.status.StatusDocument} writes it, {@link
 * org.aloft.agent.status.StatusServer} hands it out on a unix socket and on a loopback port. The document is a
 * contract, see the module's README.
 */
package org.aloft.agent.status;
