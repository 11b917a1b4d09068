/**
 * The life of the daemon: {@link org.aloft.agent.run.Daemon} starts every part, obeys signals and orders, reloads, and
 * ends all of it in order. The only package that sees all others.
 */
package org.aloft.agent.run;
