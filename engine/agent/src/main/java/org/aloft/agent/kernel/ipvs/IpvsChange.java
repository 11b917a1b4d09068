package org.aloft.agent.kernel.ipvs;

/**
 * One change of the kernel's table of virtual services, to be made by {@link IpvsAccess#apply}. As text it is a line
 * for the log.
 */
public sealed interface IpvsChange {
    /** The virtual service that it is about. */
    IpvsServiceKey service();

    /** A virtual service comes, without real servers. */
    record AddService(IpvsService entry) implements IpvsChange {
        @Override
        public IpvsServiceKey service() {
            return entry.key();
        }

        @Override
        public String toString() {
            return "added virtual service " + entry.key() + " with scheduler " + entry.scheduler();
        }
    }

    /** A virtual service's scheduler, flags or persistence change. Connections go on. */
    record EditService(IpvsService entry) implements IpvsChange {
        @Override
        public IpvsServiceKey service() {
            return entry.key();
        }

        @Override
        public String toString() {
            return "changed virtual service " + entry.key() + ", now with scheduler " + entry.scheduler();
        }
    }

    /** A virtual service goes, and its real servers with it. */
    record DeleteService(IpvsServiceKey service) implements IpvsChange {
        @Override
        public String toString() {
            return "removed virtual service " + service;
        }
    }

    /** A real server comes. */
    record AddDestination(IpvsServiceKey service, IpvsDestination destination) implements IpvsChange {
        @Override
        public String toString() {
            return "added real server " + destination.endpoint() + " to " + service + " with weight "
                    + destination.weight();
        }
    }

    /** A real server's weight, forwarding or thresholds change. Connections go on. */
    record EditDestination(IpvsServiceKey service, IpvsDestination destination) implements IpvsChange {
        @Override
        public String toString() {
            return "changed real server " + destination.endpoint() + " of " + service + ", now with weight "
                    + destination.weight();
        }
    }

    /** A real server goes; only its address and port count. */
    record DeleteDestination(IpvsServiceKey service, IpvsDestination destination) implements IpvsChange {
        @Override
        public String toString() {
            return "removed real server " + destination.endpoint() + " from " + service;
        }
    }
}
