/** Who holds what, now: the table of {@code aloft status}. */
package org.aloft.verify.status;
