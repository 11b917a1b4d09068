/**
 * What can be wanted on a host: one class a kind, which knows what it asks, how it compares, what it calls to change,
 * and what it calls to give back what was there before. The functions that it calls stand in a file of the same name
 * under {@code org/aloft/plan/shell}.
 */
package org.aloft.plan.resource;
