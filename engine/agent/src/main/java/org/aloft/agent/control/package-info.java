/**
 * Orders to the running agent, by words over a unix socket that only root may use: {@code aloftd explain}, {@code
 * handover}, {@code drain}, {@code reload}, {@code events}. This package carries words and answers; what an order does
 * stands with those who carry it out.
 */
package org.aloft.agent.control;
