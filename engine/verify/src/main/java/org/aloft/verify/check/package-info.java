/** Checks: each a small class that judges what was observed. They change nothing. */
package org.aloft.verify.check;
