/**
 * The orders that a running daemon takes: explain, handover, drain, undrain, reload, events. {@link
 * org.aloft.agent.control} carries words and answers between the two processes.
 */
package org.aloft.agent.order;
