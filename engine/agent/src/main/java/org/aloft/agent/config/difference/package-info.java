/** What a reload would change, or has changed, in the words of keepalived.conf. */
package org.aloft.agent.config.difference;
