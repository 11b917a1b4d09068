package org.aloft.verify.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProxyTableTest {
    private static final String HEAD = "# pxname,svname,qcur,qmax,scur,smax,slim,stot,status,weight,act,\n";

    @Test
    void shouldReadTheServersOfEverySection() {
        ProxyTable table = ProxyTable.parse(HEAD + """
                aloft_status,FRONTEND,,,1,1,262120,9,OPEN,,,
                web,FRONTEND,,,0,1,262120,4,OPEN,,,
                web,web1,0,0,3,1,,2,UP,1,1,
                web,web2,0,0,0,1,,2,DOWN,2,0,
                web,BACKEND,0,0,0,1,26212,4,UP,3,1,
                api,cp1,0,0,0,1,,2,UP 1/2,1,1,
                api,cp2,0,0,0,1,,2,no check,1,1,
                """);

        assertThat(table.servers()).hasSize(4);
        assertThat(table.server("web", "web1"))
                .hasValue(new ProxyTable.Server("web", "web1", "UP", 1, 3))
                .hasValueSatisfying(server -> assertThat(server.up()).isTrue());
        assertThat(table.server("web", "web2").orElseThrow().up()).isFalse();
        assertThat(table.server("api", "cp1").orElseThrow().up()).isTrue();
        assertThat(table.server("api", "cp2").orElseThrow().up()).isTrue();
        assertThat(table.server("api", "web1")).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNotHaproxys() {
        assertThatThrownBy(() -> ProxyTable.parse("<html>")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ProxyTable.parse("# pxname,svname,status\nweb,web1,UP\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weight");
    }
}
