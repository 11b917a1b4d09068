/**
 * The Linux kernel as {@code aloftd} needs it. All system calls of the agent are made here and in the packages below,
 * by jnr-ffi on the C library. This package has what the others share: descriptors, native memory, error numbers, and
 * the poll loop.
 *
 * <p>Three rules hold in all of them:
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
