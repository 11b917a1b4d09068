/**
 * The life of the daemon: {@link org.aloft.agent.run.Daemon} is the process, {@link org.aloft.agent.run.Startup} starts
 * every part and ends all of them in order, {@link org.aloft.agent.run.MainThread} obeys signals and orders meanwhile,
 * and a {@link org.aloft.agent.run.Changeover} takes the parts from one configuration to another, all or none. The only
 * package that sees all others.
 */
package org.aloft.agent.run;
