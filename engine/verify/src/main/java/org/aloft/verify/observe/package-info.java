/** Observes hosts and yields data: one short script per host, the agent's status, and parsers for their output. */
package org.aloft.verify.observe;
