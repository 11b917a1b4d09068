/** Who holds which VIP now: the table of {@code aloft status}. */
package org.aloft.verify.status;
