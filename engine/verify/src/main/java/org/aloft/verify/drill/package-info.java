/** Drills cause one failure, measure it, and put everything back. */
package org.aloft.verify.drill;
