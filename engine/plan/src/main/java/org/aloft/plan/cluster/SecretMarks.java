package org.aloft.plan.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.model.Secret;

/**
 * Carries secrets, and texts with secrets in them, through a template: each goes in as a mark of private-use characters, and comes out both as itself
 * and masked. One object a rendering; for one thread.
 */
final class SecretMarks {
    private final List<MaskedText> secrets = new ArrayList<>();

    Object mark(Object value) {
        if (value instanceof Secret secret) {
            return mark(new MaskedText(secret.reveal(), MaskedText.MASK));
        }
        if (value instanceof MaskedText text) {
            secrets.add(text);
            return markOf(secrets.size() - 1);
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> marked = new LinkedHashMap<>();
            map.forEach((key, each) -> marked.put(key, mark(each)));
            return marked;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(this::mark).toList();
        }
        return value;
    }

    MaskedText resolve(String text) {
        String reveal = text;
        String shown = text;
        for (int i = 0; i < secrets.size(); i++) {
            reveal = reveal.replace(markOf(i), secrets.get(i).reveal());
            shown = shown.replace(markOf(i), secrets.get(i).shown());
        }
        return new MaskedText(reveal, shown);
    }

    private static String markOf(int index) {
        return "\uE000" + index + "\uE001";
    }
}
