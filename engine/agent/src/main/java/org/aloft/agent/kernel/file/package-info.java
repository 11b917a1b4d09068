/** What files offer beyond {@code java.nio}: FIFOs that nobody may be reading, and directories that are watched. */
package org.aloft.agent.kernel.file;
