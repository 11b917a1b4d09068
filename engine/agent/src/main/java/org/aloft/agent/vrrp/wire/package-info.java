/**
 * VRRP packets of versions 2 and 3: {@link org.aloft.agent.vrrp.wire.AdvertEncoder} writes them, {@link
 * org.aloft.agent.vrrp.wire.AdvertDecoder} reads and judges them. Neither allocates in a steady exchange.
 */
package org.aloft.agent.vrrp.wire;
