/**
 * The threads of this process: one kind of loop for all of them, what becomes of one that fails, and who has stopped
 * going round. Depends on nothing, so that the log can stand on it, too.
 */
package org.aloft.agent.thread;
