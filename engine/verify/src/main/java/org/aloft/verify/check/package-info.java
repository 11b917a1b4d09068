/** Checks look and change nothing: each a small class that judges what was seen. */
package org.aloft.verify.check;
