package org.aloft.agent.simulate;

/** What must hold of every cluster, whatever happens to it. */
enum Property {
    /** Once it has settled, no two hosts hold a VIP. */
    TWO_HOLDERS("two-holders", "two hosts hold it, for good"),
    /** Once it has settled, some host holds a VIP as long as one could. */
    NO_HOLDER("no-holder", "no host holds it, for good, though one could"),
    /** A host that is there again takes part again, and holds what is its own by its priority. */
    NOT_BACK("not-back", "the host that is back does not hold it, or cannot take part"),
    /** No router does what none may do. */
    FAULT_OF_ALOFTD("fault-of-aloftd", "a router does what none may do, which is a fault of aloftd: please report it");

    private final String code;
    private final String sentence;

    Property(String code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    String code() {
        return code;
    }

    /** How it was broken, of a VIP. */
    String sentence() {
        return sentence;
    }
}
