/** Text for a POSIX shell. */
package org.aloft.plan.shell;
