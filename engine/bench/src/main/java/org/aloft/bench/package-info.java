/** Measures aloftd and keepalived side by side. */
package org.aloft.bench;
