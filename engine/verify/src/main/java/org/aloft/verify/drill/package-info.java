/** Drills: each causes one failure, measures its effect, and undoes it. */
package org.aloft.verify.drill;
