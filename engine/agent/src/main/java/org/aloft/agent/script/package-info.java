/** The user's programs: as whom and for how long they run, and what they print. */
package org.aloft.agent.script;
