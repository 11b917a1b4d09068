package org.aloft.lab;

/** Which kernel the hosts of a lab run on. */
public enum LabKernel {
    /** This machine's if it has IPVS, else a guest's. */
    AUTO,
    /** This machine's: hosts start in a second. They have IPVS only if the machine's kernel does. */
    NATIVE,
    /** A User-Mode Linux guest's, which has IPVS. One processor; the hosts start in some ten seconds. */
    UML
}
