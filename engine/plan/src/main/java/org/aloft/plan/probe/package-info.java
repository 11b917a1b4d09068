/** The script that asks a host, and the reader of what it prints. */
package org.aloft.plan.probe;
