/**
 * The orders that a running daemon takes: explain, handover, drain, undrain, reload, end, events. {@link
 * org.aloft.agent.control} carries words and answers between the two processes.
 */
package org.aloft.agent.order;
