/**
 * Tells people and programs what happened: scripts, FIFOs, mail, webhooks; in order, with time-outs and retries, and in
 * the log.
 */
package org.aloft.agent.notify;
