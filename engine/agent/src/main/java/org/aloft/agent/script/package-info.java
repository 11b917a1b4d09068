/** Programs of the user's: who runs them, for how long at the most, and what they said. */
package org.aloft.agent.script;
