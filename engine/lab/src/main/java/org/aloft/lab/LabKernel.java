package org.aloft.lab;

/** Which kernel the hosts of a lab run on, but for those that need no IPVS: these run on this machine's. */
public enum LabKernel {
    /** This machine's if it has IPVS, else guests'. */
    AUTO,
    /** This machine's: hosts start in a second. They have IPVS only if the machine's kernel does. */
    NATIVE,
    /** One User-Mode Linux guest a host, whose kernel has IPVS and one processor; they start in some ten seconds. */
    UML
}
