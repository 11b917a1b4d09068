package org.aloft.agent.kernel;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Two hosts for each test, which are gone after it, failed or not: {@code @RegisterExtension final TwoHosts network =
 * new TwoHosts();}. They are there before {@code @BeforeEach} and until after {@code @AfterEach}.
 */
public final class TwoHosts implements BeforeEachCallback, AfterEachCallback {
    /** 192.0.2.1 on eth0. */
    public NetworkNamespaces.Side left;

    /** 192.0.2.2 on eth0. */
    public NetworkNamespaces.Side right;

    private NetworkNamespaces both;

    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        both = NetworkNamespaces.create();
        left = both.left;
        right = both.right;
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        if (both != null) {
            both.close();
        }
    }
}
