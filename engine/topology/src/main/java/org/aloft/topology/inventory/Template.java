package org.aloft.topology.inventory;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.Suggestion;
import org.aloft.topology.yaml.YamlValue;

/**
 * Replaces {@code {{ variable }}} by inventory variables. Of Jinja only plain names are known, and dotted ones into
 * maps; whatever else is a problem, never passed on half understood.
 */
public final class Template {
    private static final Pattern EXPRESSION = Pattern.compile("\\{\\{-?\\s*(.*?)\\s*-?}}", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");
    private static final Pattern STATEMENT = Pattern.compile("\\{%|\\{#");
    private static final int DEPTH_MOST = 20;

    private final Map<String, Object> variables;
    private final String scope;
    private final Problems problems;

    /**
     * Replaces expressions by these variables.
     *
     * @param scope whose variables these are, for messages: {@code host web1}
     */
    public Template(Map<String, Object> variables, String scope, Problems problems) {
        this.variables = variables;
        this.scope = scope;
        this.problems = problems;
    }

    /** The variables of one host, with Ansible's magic ones. */
    public static Template forHost(String host, Inventory inventory, Problems problems) {
        Map<String, Object> values = plain(inventory.variablesOf(host));
        values.putIfAbsent("ansible_host", host);
        values.put("inventory_hostname", host);
        values.put("inventory_hostname_short", host.split("\\.", 2)[0]);
        values.put("group_names", List.copyOf(inventory.groupsOf(host)));
        return new Template(values, "host " + host, problems);
    }

    /** Variables that every host shares: for values that belong to no single host. */
    public static Template shared(Inventory inventory, Problems problems) {
        return new Template(plain(inventory.sharedVariables()), "group all", problems);
    }

    private static Map<String, Object> plain(Map<String, Variable> variables) {
        Map<String, Object> values = new LinkedHashMap<>();
        variables.forEach((name, variable) -> {
            if (variable.value() != null) {
                values.put(name, variable.value());
            }
        });
        return values;
    }

    /** The variables themselves. */
    public Map<String, Object> variables() {
        return variables;
    }

    /** The text with every expression replaced; empty, with a problem, if one cannot be. */
    public Optional<String> render(String text, Position at, String key) {
        return renderMasked(text, at, key).map(MaskedText::reveal);
    }

    /** A variable's own text; one that was marked {@code !unsafe} stays as it is. */
    Optional<String> render(Variable variable, String name) {
        if (SecretNames.says(name)) {
            problems.hide(variable.text());
        }
        return variable.value() instanceof YamlValue.Unsafe
                ? Optional.of(variable.text())
                : render(variable.text(), variable.at(), name);
    }

    /** As {@link #render}; what came from a variable whose name says that it is secret is masked in the shown form. */
    public Optional<MaskedText> renderMasked(String text, Position at, String key) {
        return render(text, at, key, 0);
    }

    private Optional<MaskedText> render(String text, Position at, String key, int depth) {
        if (STATEMENT.matcher(text).find()) {
            refuse(at, key, "only {{ variable }} is understood, not {% … %} or {# … #}");
            return Optional.empty();
        }
        StringBuilder rendered = new StringBuilder();
        StringBuilder shown = new StringBuilder();
        boolean sound = true;
        Matcher expression = EXPRESSION.matcher(text);
        int end = 0;
        while (expression.find()) {
            Optional<MaskedText> value = value(expression.group(1), at, key, depth);
            sound &= value.isPresent();
            rendered.append(text, end, expression.start())
                    .append(value.map(MaskedText::reveal).orElse(""));
            shown.append(text, end, expression.start())
                    .append(value.map(MaskedText::shown).orElse(""));
            end = expression.end();
        }
        if (text.indexOf("{{", end) >= 0) {
            refuse(at, key, "{{ is not closed by }}");
            return Optional.empty();
        }
        String rest = text.substring(end);
        return sound
                ? Optional.of(new MaskedText(
                        rendered.append(rest).toString(), shown.append(rest).toString()))
                : Optional.empty();
    }

    private Optional<MaskedText> value(String expression, Position at, String key, int depth) {
        if (!NAME.matcher(expression).matches()) {
            refuse(
                    at,
                    key,
                    "only the name of a variable is understood, no filter or expression: {{ " + expression + " }}");
            return Optional.empty();
        }
        Object value = lookUp(expression);
        if (value == null) {
            problems.add(
                    at,
                    key,
                    "undefined-variable",
                    scope + " has no variable " + expression,
                    Suggestion.nearest(expression, variables.keySet())
                            .map(near -> "Did you mean `" + near + "`?")
                            .orElse("Set it in the inventory, in group_vars/ or host_vars/, or with -e."));
            return Optional.empty();
        }
        if (value instanceof Map || value instanceof Collection) {
            refuse(at, key, "the variable " + expression + " is a list or a map; only a single value can be inserted");
            return Optional.empty();
        }
        String inserted = new Variable(value, at).text();
        if (depth == DEPTH_MOST) {
            refuse(at, key, "the variable " + expression + " contains itself");
            return Optional.empty();
        }
        Optional<MaskedText> text = inserted.contains("{{") && !(value instanceof YamlValue.Unsafe)
                ? render(inserted, at, key, depth + 1)
                : Optional.of(MaskedText.plain(inserted));
        return SecretNames.says(expression) ? text.map(this::hidden) : text;
    }

    /** From here on no problem repeats it either. */
    private MaskedText hidden(MaskedText secret) {
        problems.hide(secret.reveal());
        return new MaskedText(secret.reveal(), secret.reveal().isEmpty() ? "" : MaskedText.MASK);
    }

    private Object lookUp(String dotted) {
        Object value = variables;
        for (String name : dotted.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }

    private void refuse(Position at, String key, String message) {
        problems.add(
                at,
                key,
                "bad-template",
                message,
                "Set a variable to the finished value, or use `source:` for a file that is taken as it is.");
    }
}
