/** Netlink messages and the socket that carries them, whatever part of the kernel they are for. */
package org.aloft.agent.kernel.netlink;
