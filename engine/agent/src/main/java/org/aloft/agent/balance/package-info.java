/**
 * Virtual services, their real servers and what the checks say of them, made true in the kernel's IPVS table. {@link
 * org.aloft.agent.balance.WantedTable} and {@link org.aloft.agent.balance.TableDifference} decide and are pure; {@link
 * org.aloft.agent.balance.Balancer} does it.
 */
package org.aloft.agent.balance;
