/** Makes classes of lambdas when aloftd is built. */
package org.aloft.desugar;
