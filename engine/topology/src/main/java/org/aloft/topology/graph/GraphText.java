package org.aloft.topology.graph;

import java.util.ArrayList;
import java.util.List;
import org.aloft.topology.model.Topology;

/** A topology as a tree of lines, for a terminal. One object a drawing; for one thread. */
public final class GraphText {
    private static final int NARROWEST = 40;

    private final int width;
    private final StringBuilder text = new StringBuilder();

    /** A line with the lines that hang on it. */
    private record Branch(String words, List<Branch> below) {}

    private GraphText(int width) {
        this.width = Math.max(NARROWEST, width);
    }

    /**
     * The whole text, each line ended by a newline.
     *
     * @param width columns; longer lines are continued on the next, a single word is never broken
     */
    public static String render(Topology topology, int width) {
        return new GraphText(width).render(ClusterPicture.of(topology));
    }

    private String render(ClusterPicture picture) {
        for (ClusterPicture.Instance instance : picture.instances()) {
            if (!text.isEmpty()) {
                text.append('\n');
            }
            tree("", "", branch(instance));
        }
        if (!picture.others().isEmpty()) {
            text.append('\n');
            tree("", "", new Branch("Beside them: " + String.join(", ", picture.others()), List.of()));
        }
        return text.toString();
    }

    private static Branch branch(ClusterPicture.Instance instance) {
        List<Branch> below = new ArrayList<>();
        instance.members()
                .forEach(member -> below.add(new Branch(
                        (member.preferred() ? "● " : "○ ") + member.host() + ": " + member.about() + ", " + member.at(),
                        List.of())));
        instance.vips()
                .forEach(vip -> below.add(new Branch(
                        "VIP " + vip.address(),
                        vip.services().stream().map(GraphText::branch).toList())));
        return new Branch(instance.name() + ": " + instance.about(), below);
    }

    private static Branch branch(ClusterPicture.Service service) {
        return new Branch(
                service.name() + ": " + service.at() + ", " + service.about(),
                service.rows().stream()
                        .map(row -> new Branch(
                                row.name() + (row.hosts().isEmpty() ? ": " : " (" + row.hosts() + "): ") + row.about(),
                                List.of()))
                        .toList());
    }

    /**
     * Draws a branch and what hangs on it.
     *
     * @param before what its first line begins with
     * @param after what all later lines begin with
     */
    private void tree(String before, String after, Branch branch) {
        String continued = after + (branch.below().isEmpty() ? "  " : "│ ") + "  ";
        String start = before;
        StringBuilder line = new StringBuilder();
        for (String word : branch.words().split(" ", -1)) {
            boolean full = columns(start) + columns(line) + 1 + columns(word) > width;
            if (!line.isEmpty() && full) {
                text.append(start).append(line).append('\n');
                start = continued;
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        text.append(start).append(line).append('\n');
        for (int index = 0; index < branch.below().size(); index++) {
            boolean last = index == branch.below().size() - 1;
            tree(
                    after + (last ? "└─ " : "├─ "),
                    after + (last ? "   " : "│  "),
                    branch.below().get(index));
        }
    }

    private static int columns(CharSequence words) {
        return Character.codePointCount(words, 0, words.length());
    }
}
