package org.aloft.topology.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.aloft.topology.model.Topology;

/**
 * A topology as an SVG (SVG 1.1) that needs nothing else: no script, no font, no picture from elsewhere. It is light or
 * dark as its reader wishes (Media Queries Level 5, prefers-color-scheme).
 *
 * <p>A tree from left to right: directors, VIPs, services, real servers. Each box stands beside the first one that hangs
 * on it, so that lines never cross. All text has one width a character, so that what fits is known without the reader's
 * fonts. One object a drawing; for one thread.
 */
public final class GraphSvg {
    private static final int MARGIN = 24;
    private static final int LINE = 19;
    private static final int PAD = 12;
    private static final int BETWEEN_COLUMNS = 56;
    private static final int BETWEEN_BOXES = 14;
    private static final int BETWEEN_INSTANCES = 34;
    /** Where lines meet a box, from its top: half of its first line. */
    private static final int ANCHOR = PAD + LINE / 2;
    /** Of a monospaced font of 13 pixels: 0.6 em, and a little more for those that are wider. */
    private static final double CHARACTER = 8.0;
    /** Longer texts are cut; the box's tool tip has them whole. */
    private static final int MOST_CHARACTERS = 44;

    private static final List<String> HEADINGS = List.of("Directors", "VIPs", "Services", "Real servers");
    private static final List<String> KINDS = List.of("director", "vip", "service", "server");

    private final String title;
    private final int[] widths = new int[HEADINGS.size()];
    private final StringBuilder lines = new StringBuilder();
    private final StringBuilder boxes = new StringBuilder();

    /**
     * A box with the boxes that hang on it.
     *
     * @param texts its lines: each either bold, or plain
     */
    private record Box(List<Text> texts, List<Box> below) {
        int height() {
            return 2 * PAD + texts.size() * LINE;
        }

        /** The height of the box with all that hangs on it. */
        int totalHeight() {
            int hanging =
                    below.stream().mapToInt(Box::totalHeight).sum() + Math.max(0, below.size() - 1) * BETWEEN_BOXES;
            return Math.max(height(), hanging);
        }
    }

    /**
     * A line of a box.
     *
     * @param style {@code name}, {@code about} or {@code first}
     */
    private record Text(String words, String style) {}

    private GraphSvg(String title) {
        this.title = title;
    }

    /**
     * The whole document.
     *
     * @param title of the picture, such as the topology's file
     */
    public static String render(Topology topology, String title) {
        return new GraphSvg(title).render(ClusterPicture.of(topology));
    }

    private String render(ClusterPicture picture) {
        List<Box> roots = picture.instances().stream().map(GraphSvg::box).toList();
        roots.forEach(root -> measure(root, 0));
        int right = MARGIN;
        int columns = 0;
        for (int column = 0; column < widths.length && widths[column] > 0; column++) {
            right = x(column) + widths[column];
            columns++;
        }
        int y = MARGIN + 2 * LINE;
        String heading = fitted(right - MARGIN);
        heading(heading, columns, y);
        y += LINE;
        for (Box root : roots) {
            draw(root, 0, y);
            y += root.totalHeight() + BETWEEN_INSTANCES;
        }
        y += 2 * LINE - BETWEEN_INSTANCES;
        y = others(picture.others(), right, y);
        return document(Math.max(right, MARGIN + pixels(heading)) + MARGIN, y);
    }

    /** The title as far as it fits; of a file's path the end says most. */
    private String fitted(int pixels) {
        int most = Math.max(MOST_CHARACTERS, (int) (pixels / CHARACTER));
        if (title.codePointCount(0, title.length()) <= most) {
            return title;
        }
        return "…" + title.substring(title.offsetByCodePoints(title.length(), 1 - most));
    }

    private static Box box(ClusterPicture.Instance instance) {
        List<Text> texts = new ArrayList<>();
        texts.add(new Text(instance.name(), "name"));
        words(instance.about()).forEach(words -> texts.add(new Text(words, "about")));
        for (ClusterPicture.Member member : instance.members()) {
            texts.add(new Text((member.preferred() ? "● " : "○ ") + member.host(), "first"));
            texts.add(new Text("  " + member.about(), "about"));
            texts.add(new Text("  " + member.at(), "about"));
        }
        return new Box(
                texts,
                instance.vips().stream()
                        .map(vip -> new Box(
                                List.of(new Text(vip.address(), "name")),
                                vip.services().stream().map(GraphSvg::box).toList()))
                        .toList());
    }

    private static Box box(ClusterPicture.Service service) {
        List<Text> texts = new ArrayList<>();
        for (ClusterPicture.Row row : service.rows()) {
            texts.add(new Text(row.name(), "first"));
            texts.add(new Text("  " + row.about(), "about"));
            if (!row.hosts().isEmpty()) {
                texts.add(new Text("  " + row.hosts(), "about"));
            }
        }
        return new Box(
                List.of(
                        new Text(service.name(), "name"),
                        new Text(service.at(), "about"),
                        new Text(service.about(), "about")),
                List.of(new Box(texts, List.of())));
    }

    /** An instance's words, a part a line. */
    private static Stream<String> words(String about) {
        return Stream.of(about.split(", ", -1));
    }

    private void measure(Box box, int column) {
        int widest = box.texts().stream()
                .mapToInt(text -> pixels(shortened(text.words())))
                .max()
                .orElse(0);
        int heading = pixels(HEADINGS.get(column));
        widths[column] = Math.max(Math.max(widths[column], heading), widest + 2 * PAD);
        box.below().forEach(below -> measure(below, column + 1));
    }

    private int x(int column) {
        int x = MARGIN;
        for (int before = 0; before < column; before++) {
            x += widths[before] + BETWEEN_COLUMNS;
        }
        return x;
    }

    private void heading(String heading, int columns, int y) {
        text(MARGIN, MARGIN + LINE / 2, new Text(heading, "name"));
        for (int column = 0; column < columns; column++) {
            text(x(column), y, new Text(HEADINGS.get(column), "heading"));
        }
    }

    private void draw(Box box, int column, int y) {
        int x = x(column);
        boxes.append("<g class=\"").append(KINDS.get(column)).append("\"><title>");
        boxes.append(escaped(
                        String.join("\n", box.texts().stream().map(Text::words).toList())))
                .append("</title>");
        boxes.append("<rect")
                .append(number("x", x))
                .append(number("y", y))
                .append(number("width", widths[column]))
                .append(number("height", box.height()))
                .append(" rx=\"6\"/>");
        for (int index = 0; index < box.texts().size(); index++) {
            Text line = box.texts().get(index);
            text(x + PAD, y + PAD + index * LINE + 14, new Text(shortened(line.words()), line.style()));
        }
        boxes.append("</g>\n");
        int from = x + widths[column];
        int below = y;
        for (Box child : box.below()) {
            int turn = from + BETWEEN_COLUMNS / 2;
            lines.append("<path d=\"M" + from + " " + (y + ANCHOR) + "H" + turn + "V" + (below + ANCHOR) + "H"
                    + x(column + 1) + "\"/>\n");
            draw(child, column + 1, below);
            below += child.totalHeight() + BETWEEN_BOXES;
        }
    }

    /** Hosts beside the cluster, below it; as wide as the picture. */
    private int others(List<String> hosts, int right, int top) {
        int y = top;
        if (hosts.isEmpty()) {
            return y;
        }
        StringBuilder line = new StringBuilder("Beside them:");
        for (String host : hosts) {
            String shown = shortened(host) + (host.equals(hosts.get(hosts.size() - 1)) ? "" : ",");
            if (pixels(line + " " + shown) > right - MARGIN && !line.toString().isBlank()) {
                text(MARGIN, y, new Text(line.toString(), "about"));
                line.setLength(0);
                y += LINE;
            }
            line.append(line.isEmpty() ? "" : " ").append(shown);
        }
        text(MARGIN, y, new Text(line.toString(), "about"));
        return y + LINE;
    }

    private void text(int x, int y, Text text) {
        // What no monospaced font has is drawn by another one, and fitted into the place that was reserved for it.
        boolean wide = text.words().codePoints().anyMatch(character -> character > 0x2fff);
        boxes.append("<text")
                .append(number("x", x))
                .append(number("y", y))
                .append(" class=\"" + text.style() + "\" xml:space=\"preserve\"")
                .append(wide ? number("textLength", pixels(text.words())) + " lengthAdjust=\"spacingAndGlyphs\"" : "")
                .append('>')
                .append(escaped(text.words()))
                .append("</text>");
    }

    /** An attribute; whatever the user's language, in digits that XML knows. */
    private static String number(String name, int value) {
        return " " + name + "=\"" + value + "\"";
    }

    private String document(int width, int height) {
        String viewBox = " viewBox=\"0 0 " + width + " " + height + "\"";
        return """
                <svg xmlns="http://www.w3.org/2000/svg"SIZE role="img">
                <title>TITLE</title>
                <style>
                svg { --paper: #ffffff; --ink: #1d2733; --faint: #56636f; --line: #a9b4bf; --box: #f6f8fa;
                  --director: #1f5fa8; --vip: #8343b5; --service: #0c7566; --server: #5f6b76;
                  max-width: 100%; height: auto; background: var(--paper) }
                @media (prefers-color-scheme: dark) {
                  svg { --paper: #10151b; --ink: #e6ebf0; --faint: #9fadba; --line: #4b5966; --box: #182028;
                    --director: #6cabf0; --vip: #c493ec; --service: #4cc2ae; --server: #93a1ae } }
                text { font: 13px ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; fill: var(--ink) }
                rect { fill: var(--box); stroke-width: 1.5 }
                path { fill: none; stroke: var(--line); stroke-width: 1.5 }
                .paper { fill: var(--paper) }
                .name { font-weight: bold }
                .about { fill: var(--faint); font-size: 12px }
                .heading { fill: var(--faint) }
                .director rect { stroke: var(--director) }
                .director .name { fill: var(--director) }
                .vip rect { stroke: var(--vip) }
                .vip .name { fill: var(--vip) }
                .service rect { stroke: var(--service) }
                .service .name { fill: var(--service) }
                .server rect { stroke: var(--server) }
                </style>
                <rect class="paper" width="100%" height="100%"/>
                """.replace("SIZE", number("width", width) + number("height", height) + viewBox)
                        .replace("TITLE", escaped(title))
                + lines
                + boxes
                + "\n</svg>\n";
    }

    private static int pixels(String words) {
        return (int) Math.ceil(words.codePointCount(0, words.length()) * CHARACTER);
    }

    private static String shortened(String words) {
        if (words.codePointCount(0, words.length()) <= MOST_CHARACTERS) {
            return words;
        }
        return words.substring(0, words.offsetByCodePoints(0, MOST_CHARACTERS - 1)) + "…";
    }

    /** XML 1.0 §2.2: a character that no document may have is shown as one that is unknown. */
    private static String escaped(String words) {
        StringBuilder escaped = new StringBuilder();
        words.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isXml(character) ? character : 0xfffd);
            }
        });
        return escaped.toString();
    }

    private static boolean isXml(int character) {
        return character == '\t'
                || character == '\n'
                || (character >= 0x20 && character <= 0xd7ff)
                || (character >= 0xe000 && character <= 0xfffd)
                || character >= 0x10000;
    }
}
