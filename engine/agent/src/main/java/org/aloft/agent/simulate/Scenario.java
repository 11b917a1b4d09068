package org.aloft.agent.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What may happen to a cluster; the names are those of {@code --scenario}. */
public enum Scenario {
    /** A host loses its power. */
    CRASH("crash"),
    /** aloftd is stopped. */
    STOP("stop"),
    /** aloftd stands still for a while, and goes on. */
    PAUSE("pause"),
    /** An interface loses its link. */
    LINK_LOSS("link-loss"),
    /** Half of all adverts are lost for a while. */
    HALF_OF_ADVERTS("half-of-adverts"),
    /** Something that is tracked fails. */
    SCRIPT_FAIL("script-fail"),
    /** A host is there again after a crash, or after a stop. */
    COMES_BACK("comes-back");

    private final String word;

    Scenario(String word) {
        this.word = word;
    }

    /** As it is typed. */
    public String word() {
        return word;
    }

    /** By what is typed. */
    public static Optional<Scenario> named(String word) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.word.equals(word))
                .findFirst();
    }

    /** Everything of this kind that can happen to a cluster, host by host. */
    List<Trial> trials(Cluster cluster) {
        if (this == HALF_OF_ADVERTS) {
            return List.of(new Trial.Lossy());
        }
        List<Trial> trials = new ArrayList<>();
        cluster.files().forEach(file -> ofHost(cluster, file).forEach(trials::add));
        return trials;
    }

    private Stream<Trial> ofHost(Cluster cluster, RouterFile file) {
        return switch (this) {
            case CRASH -> Stream.of(new Trial.Ends(file, true, false));
            case STOP -> Stream.of(new Trial.Ends(file, false, false));
            case COMES_BACK -> Stream.of(new Trial.Ends(file, true, true), new Trial.Ends(file, false, true));
            case PAUSE -> Stream.of(new Trial.Stands(file));
            case LINK_LOSS -> cluster.devices(file.number()).stream().map(device -> new Trial.Unplugged(file, device));
            case SCRIPT_FAIL -> new Trackers(file).all().stream().map(key -> new Trial.Fails(file, key));
            case HALF_OF_ADVERTS -> Stream.of(new Trial.Lossy());
        };
    }
}
