package org.aloft.agent.config.language;

import java.util.regex.Pattern;

/**
 * Tells a word that was written for a shell. What is just as well a regular expression or a part of a URL is left
 * alone: {@code a|b}, {@code .*}, {@code http://host/?a=1&b=2}.
 */
final class ShellSyntax {
    private static final Pattern ANYWHERE = Pattern.compile("&&|\\|\\||`|\\$[({A-Za-z_]|^[0-9&]?[<>]|[<>][/&]");
    private static final Pattern OUTSIDE_OF_URLS = Pattern.compile("^[|;&]|[|;&]$|[|;](?=/)|(?<!\\.)\\*|^\\[\\[$|^~/");

    private ShellSyntax() {}

    /** @param bare a word in which nothing is left of what stood in quotes */
    static boolean isIn(String bare) {
        return ANYWHERE.matcher(bare).find()
                || (!bare.contains("://") && OUTSIDE_OF_URLS.matcher(bare).find());
    }
}
