/** {@code topology.yml}: one class a block, and the checks that compare blocks. */
package org.aloft.topology.file;
