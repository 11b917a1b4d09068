/** Does it fail over: start reading at {@link org.aloft.verify.VerifyRun}. */
package org.aloft.verify;
