/** Plans that are kept in a file, and carried out only if planning anew gives the same. */
package org.aloft.plan.saved;
