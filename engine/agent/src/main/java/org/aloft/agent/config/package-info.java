/**
 * A configuration as records, one for each block of keepalived.conf; {@link org.aloft.agent.config.Configuration} holds
 * all of them. Immutable, and valid once made.
 */
package org.aloft.agent.config;
