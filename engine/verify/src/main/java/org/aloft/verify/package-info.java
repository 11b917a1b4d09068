/** Does the cluster fail over? Start reading at {@link org.aloft.verify.VerifyRun}. */
package org.aloft.verify;
