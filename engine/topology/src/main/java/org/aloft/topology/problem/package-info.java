/** Mistakes in what the user wrote, and the places where they stand. */
package org.aloft.topology.problem;
