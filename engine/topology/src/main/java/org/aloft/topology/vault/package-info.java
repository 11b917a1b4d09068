/** What ansible-vault encrypted, and the passwords that open it. */
package org.aloft.topology.vault;
