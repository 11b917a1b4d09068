package org.aloft.cli.keepalived;

import java.util.List;
import java.util.Optional;

/**
 * What one host's keepalived.conf says.
 *
 * @param host its name in the inventory
 * @param statements of the file and of all that it includes
 */
record Source(String host, List<Statement> statements) {
    /** Takes a copy of the list. */
    Source {
        statements = List.copyOf(statements);
    }

    /** The lines of {@code global_defs}, however many such blocks there are. */
    List<Statement> globals() {
        return statements.stream()
                .filter(each -> each.keyword().equals("global_defs"))
                .flatMap(each -> each.inner().stream())
                .toList();
    }

    /** The last one of that keyword, which is the one that counts. */
    static Optional<Statement> last(List<Statement> statements, String keyword) {
        return statements.stream()
                .filter(each -> each.keyword().equals(keyword))
                .reduce((before, after) -> after);
    }

    /** Where it is reached, as far as the file says: where its adverts come from. */
    Optional<String> address() {
        return statements.stream()
                .filter(each -> each.keyword().equals("vrrp_instance"))
                .flatMap(each -> each.inner().stream())
                .filter(each -> each.keyword().equals("unicast_src_ip")
                        || each.keyword().equals("mcast_src_ip"))
                .flatMap(each -> each.word().stream())
                .findFirst();
    }
}
