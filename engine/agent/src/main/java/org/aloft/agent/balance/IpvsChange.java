package org.aloft.agent.balance;

import org.aloft.agent.kernel.IpvsAccess;
import org.aloft.agent.kernel.IpvsDestination;
import org.aloft.agent.kernel.IpvsService;
import org.aloft.agent.kernel.IpvsServiceKey;

/** One change of the kernel's table. As text it is a line for the log. */
public sealed interface IpvsChange {
    /**
     * Makes it.
     *
     * @throws org.aloft.agent.kernel.KernelException the kernel refused
     */
    void apply(IpvsAccess ipvs);

    /** A virtual service comes. */
    record AddService(IpvsService service) implements IpvsChange {
        @Override
        public void apply(IpvsAccess ipvs) {
            ipvs.addService(service);
        }

        @Override
        public String toString() {
            return "added virtual service " + service.key() + " with scheduler " + service.scheduler();
        }
    }

    /** A virtual service's scheduler, flags or persistence change. */
    record EditService(IpvsService service) implements IpvsChange {
        @Override
        public void apply(IpvsAccess ipvs) {
            ipvs.editService(service);
        }

        @Override
        public String toString() {
            return "changed virtual service " + service.key() + ", now with scheduler " + service.scheduler();
        }
    }

    /** A virtual service goes, and its real servers with it. */
    record DeleteService(IpvsServiceKey service) implements IpvsChange {
        @Override
        public void apply(IpvsAccess ipvs) {
            ipvs.deleteService(service);
        }

        @Override
        public String toString() {
            return "removed virtual service " + service;
        }
    }

    /** A real server comes. */
    record AddDestination(IpvsServiceKey service, IpvsDestination destination) implements IpvsChange {
        @Override
        public void apply(IpvsAccess ipvs) {
            ipvs.addDestination(service, destination);
        }

        @Override
        public String toString() {
            return "added real server " + destination.endpoint() + " to " + service + " with weight "
                    + destination.weight();
        }
    }

    /** A real server's weight or forwarding changes. */
    record EditDestination(IpvsServiceKey service, IpvsDestination destination) implements IpvsChange {
        @Override
        public void apply(IpvsAccess ipvs) {
            ipvs.editDestination(service, destination);
        }

        @Override
        public String toString() {
            return "changed real server " + destination.endpoint() + " of " + service + ", now with weight "
                    + destination.weight();
        }
    }

    /** A real server goes. */
    record DeleteDestination(IpvsServiceKey service, IpvsDestination destination) implements IpvsChange {
        @Override
        public void apply(IpvsAccess ipvs) {
            ipvs.deleteDestination(service, destination);
        }

        @Override
        public String toString() {
            return "removed real server " + destination.endpoint() + " from " + service;
        }
    }
}
