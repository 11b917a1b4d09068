/**
 * The Linux kernel as {@code aloftd} needs it: sockets for VRRP and ARP, addresses and links by rtnetlink, IPVS by generic
 * netlink, one poll loop, systemd's notifications and real-time scheduling. All system calls of the agent are made here, by
 * jnr-ffi on the C library; nothing is run as a child process.
 *
 * <p>Three rules hold everywhere in this package:
 *
 * <ul>
 *   <li>Memory that a system call sees is allocated once and kept in a field ({@code NativeBuffer}). A temporary direct
 *       buffer may be collected while the kernel still writes to it.
 *   <li>Nobody blocks in a receive. Neither an interrupt nor closing the descriptor ends one; {@link
 *       org.aloft.agent.kernel.Poller} waits instead, and can be woken.
 *   <li>What fails throws {@link org.aloft.agent.kernel.KernelException}, which says what was tried and the way out.
 * </ul>
 */
package org.aloft.agent.kernel;
