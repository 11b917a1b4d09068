package org.aloft.topology.inventory;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.model.Secret;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.Suggestion;
import org.aloft.topology.vault.Vault;
import org.aloft.topology.vault.VaultException;
import org.aloft.topology.yaml.YamlValue;

/**
 * Replaces {@code {{ variable }}} by inventory variables. Of Jinja only plain names are known, dotted ones into maps, and
 * {@code lookup('env', 'NAME')}; whatever else is a problem, never passed on half understood.
 */
public final class Template {
    private static final Pattern EXPRESSION = Pattern.compile("\\{\\{-?\\s*(.*?)\\s*-?}}", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");
    private static final Pattern STATEMENT = Pattern.compile("\\{%|\\{#");
    /** The one look-up that is known: what people keep passwords in. */
    private static final Pattern ENVIRONMENT = Pattern.compile(
            "lookup\\(\\s*(['\"])(?:ansible\\.builtin\\.)?env\\1\\s*,\\s*(['\"])([A-Za-z_][A-Za-z0-9_]*)\\2\\s*\\)");

    private static final int DEPTH_MOST = 20;

    private final Map<String, Object> variables;
    private final Origin origin;
    private final Problems problems;

    /**
     * Where the variables come from.
     *
     * @param scope whose they are, for messages: {@code host web1}
     * @param secret the names of those that stood in encrypted files
     * @param incomplete whether an encrypted file could not be opened, which is told by itself
     * @param locked encrypted files that hold some more of them, and that no password was given for
     * @param unset what a variable of the environment is that is not set
     */
    private record Origin(
            String scope, Vault vault, Set<String> secret, boolean incomplete, List<Path> locked, Unset unset) {}

    /** What becomes of {@code lookup('env', 'NAME')} when there is no such variable. */
    private enum Unset {
        /** A problem: what a topology is made of must not be empty by accident. */
        REFUSED,
        /** Ansible's way: an empty text. That is told. */
        EMPTY
    }

    private Template(Map<String, Object> variables, Origin origin, Problems problems) {
        this.variables = variables;
        this.origin = origin;
        this.problems = problems;
    }

    /**
     * Replaces nothing: there are no variables.
     *
     * @param scope whose variables are missing, for messages
     */
    public static Template withoutVariables(String scope, Vault vault, Problems problems) {
        return new Template(Map.of(), new Origin(scope, vault, Set.of(), false, List.of(), Unset.REFUSED), problems);
    }

    /** The variables of one host, with Ansible's magic ones. */
    public static Template forHost(String host, Inventory inventory, Problems problems) {
        Map<String, Variable> written = inventory.variablesOf(host);
        Map<String, Object> values = plain(written);
        values.putIfAbsent("ansible_host", host);
        values.put("inventory_hostname", host);
        values.put("inventory_hostname_short", host.split("\\.", 2)[0]);
        values.put("group_names", List.copyOf(inventory.groupsOf(host)));
        Path source = inventory.sourceOf(host);
        values.put("inventory_file", source.toString());
        values.put("inventory_dir", String.valueOf(source.getParent()));
        inventory
                .playbookFolder()
                .ifPresent(folder -> values.put(
                        "playbook_dir", folder.toAbsolutePath().normalize().toString()));
        return of(written, values, "host " + host, inventory.filesOf(host), inventory.vault(), problems);
    }

    /** Variables that every host shares: for values that belong to no single host. */
    public static Template shared(Inventory inventory, Problems problems) {
        Map<String, Variable> written = inventory.sharedVariables();
        return of(written, plain(written), "group all", inventory.filesOfAll(), inventory.vault(), problems);
    }

    private static Template of(
            Map<String, Variable> written,
            Map<String, Object> values,
            String scope,
            List<VariableFile> files,
            Vault vault,
            Problems problems) {
        Set<String> secret = new HashSet<>();
        written.forEach((name, variable) -> {
            if (variable.secret()) {
                secret.add(name);
            }
        });
        List<Path> locked = files.stream()
                .filter(VariableFile::isLocked)
                .map(VariableFile::file)
                .toList();
        boolean incomplete = files.stream().anyMatch(VariableFile::hasFailed);
        return new Template(values, new Origin(scope, vault, secret, incomplete, locked, Unset.REFUSED), problems);
    }

    /** The same for what Ansible itself reads: how a host is reached. */
    Template asAnsibleReads() {
        Origin same =
                new Origin(origin.scope, origin.vault, origin.secret, origin.incomplete, origin.locked, Unset.EMPTY);
        return new Template(variables, same, problems);
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

    /**
     * The variables that a text names, for a template in another language: each with what it means here. Those that are
     * secret, by their name or by where they stand, are {@link Secret}s; no other is looked at, so nothing is opened that
     * is not needed.
     */
    public Map<String, Object> valuesNamedIn(String text, Position at, String key) {
        Set<String> words = new HashSet<>(Arrays.asList(text.split("[^A-Za-z0-9_]+", -1)));
        Map<String, Object> values = new LinkedHashMap<>();
        variables.forEach((name, value) -> {
            if (words.contains(name)) {
                values.put(name, meaning(name, value, isSecret(name), at, key));
            }
        });
        return values;
    }

    /** A value with its templates filled in; texts that are secret are marked, in lists and maps as well. */
    private Object meaning(String name, Object value, boolean secret, Position at, String key) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> meanings = new LinkedHashMap<>();
            map.forEach((below, one) -> meanings.put(
                    below,
                    meaning(String.valueOf(below), one, secret || SecretNames.says(String.valueOf(below)), at, key)));
            return meanings;
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(one -> meaning(name, one, secret, at, key)).toList();
        }
        if (value instanceof YamlValue.Octal octal) {
            refuseOctal(name, octal, at, key);
            return octal.written();
        }
        if (value instanceof YamlValue.Encrypted encrypted) {
            return open(encrypted, name)
                    .<Object>map(text -> new Secret(text.reveal()))
                    .orElse("");
        }
        boolean plain = value instanceof Boolean || value instanceof Number;
        if (plain && !secret) {
            return value;
        }
        MaskedText text = value instanceof String written && written.contains("{{")
                ? render(written, at, name, 0).orElse(MaskedText.plain(""))
                : MaskedText.plain(Variable.text(value));
        if (secret && !(value instanceof Boolean)) {
            problems.hide(text.reveal());
            return new Secret(text.reveal());
        }
        return text.isSensitive() ? new Secret(text.reveal()) : text.reveal();
    }

    private boolean isSecret(String name) {
        return SecretNames.says(name) || origin.secret.contains(name);
    }

    /** The text with every expression replaced; empty, with a problem, if one cannot be. */
    public Optional<String> render(String text, Position at, String key) {
        return renderMasked(text, at, key).map(MaskedText::reveal);
    }

    /** A variable's own text; one that was marked {@code !unsafe} stays as it is. */
    Optional<String> render(Variable variable, String name) {
        if (variable.value() instanceof YamlValue.Encrypted encrypted) {
            return open(encrypted, name).map(MaskedText::reveal);
        }
        Optional<String> rendered = variable.value() instanceof YamlValue.Unsafe
                ? Optional.of(variable.text())
                : render(variable.text(), variable.at(), name);
        if (SecretNames.says(name) || (variable.secret() && !(variable.value() instanceof Boolean))) {
            rendered.ifPresent(problems::hide);
        }
        return rendered;
    }

    /** What ansible-vault encrypted, masked as a whole; nothing is looked for in it. Empty if it cannot be opened. */
    public Optional<MaskedText> open(YamlValue.Encrypted encrypted, String key) {
        try {
            return Optional.of(hidden(MaskedText.plain(origin.vault.open(encrypted.text()))));
        } catch (VaultException e) {
            problems.add(
                    encrypted.at(),
                    key,
                    "vault",
                    e.getMessage(),
                    e.reason() == VaultException.Reason.NO_PASSWORD
                                    && NAME.matcher(key).matches()
                                    && !key.contains(".")
                            ? e.fix() + " Or give the value itself: -e " + key + "=…"
                            : e.fix());
            return Optional.empty();
        }
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
        Matcher environment = ENVIRONMENT.matcher(expression);
        if (environment.matches()) {
            return ofEnvironment(environment.group(3), at, key);
        }
        if (!NAME.matcher(expression).matches()) {
            refuse(
                    at,
                    key,
                    "only the name of a variable is understood, no filter or expression: {{ " + expression + " }}");
            return Optional.empty();
        }
        Object value = lookUp(expression);
        if (value == null && origin.incomplete) {
            return Optional.empty();
        }
        if (value == null) {
            problems.add(
                    at,
                    key,
                    "undefined-variable",
                    origin.scope + " has no variable " + expression,
                    wayOutOfUndefined(expression));
            return Optional.empty();
        }
        if (value instanceof YamlValue.Encrypted encrypted) {
            return open(encrypted, expression);
        }
        if (value instanceof Map || value instanceof Collection) {
            refuse(at, key, "the variable " + expression + " is a list or a map; only a single value can be inserted");
            return Optional.empty();
        }
        if (value instanceof YamlValue.Octal octal) {
            refuseOctal(expression, octal, at, key);
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
        boolean secret = SecretNames.says(expression)
                || (origin.secret.contains(expression.split("\\.", 2)[0]) && !(value instanceof Boolean));
        return secret ? text.map(this::hidden) : text;
    }

    /** Ansible would insert 420 for 0644, and as a file's mode that is another one. */
    private void refuseOctal(String expression, YamlValue.Octal octal, Position at, String key) {
        problems.add(
                at,
                key,
                "octal-number",
                "the variable " + expression + " is written " + octal.written() + ", which YAML takes for the number "
                        + octal.value(),
                "Quote it where it is set: \"" + octal.written() + "\".");
    }

    private Optional<MaskedText> ofEnvironment(String name, Position at, String key) {
        String value = System.getenv(name);
        if (value == null) {
            return ofUnset(name, at, key);
        }
        MaskedText text = MaskedText.plain(value);
        return Optional.of(SecretNames.says(name) ? hidden(text) : text);
    }

    private Optional<MaskedText> ofUnset(String name, Position at, String key) {
        String fix = "Type before: export " + name + "=…";
        return switch (origin.unset) {
            case REFUSED -> {
                problems.add(at, key, "undefined-variable", "the environment has no " + name, fix);
                yield Optional.empty();
            }
            case EMPTY -> {
                problems.warn(
                        at,
                        key,
                        "unset-environment",
                        "the environment has no " + name + ", which makes it empty, for Ansible too",
                        fix);
                yield Optional.of(MaskedText.plain(""));
            }
        };
    }

    private String wayOutOfUndefined(String expression) {
        if (!origin.locked.isEmpty()) {
            return "It may stand in " + origin.locked.get(0)
                    + ", which is encrypted: add --vault-password-file FILE, or give the value with -e.";
        }
        return Suggestion.nearest(expression, variables.keySet())
                .map(near -> "Did you mean `" + near + "`?")
                .orElse("Set it in the inventory, in group_vars/ or host_vars/, or with -e.");
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
