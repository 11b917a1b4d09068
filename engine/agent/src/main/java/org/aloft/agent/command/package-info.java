/**
 * The words after {@code aloftd}: which command, with which options, keepalived's among them; and {@code aloftd
 * genhash}.
 */
package org.aloft.agent.command;
