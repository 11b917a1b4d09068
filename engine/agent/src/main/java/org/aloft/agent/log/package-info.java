/** How this process tells what it does: the loggers of its classes, and the writer of what they are told. */
package org.aloft.agent.log;
