package org.aloft.agent.config;

import org.aloft.agent.kernel.route.InterfaceSetting;

/**
 * A sysctl of an interface that aloftd has changed, and what it was before.
 *
 * @param setting which
 * @param value what it is set to
 * @param before what it was and will be again, unless somebody sets it to something else meanwhile
 */
public record HostSetting(InterfaceSetting setting, String value, String before) implements Holding {
    @Override
    public String journalLine() {
        return "setting " + setting.family() + " " + setting.device() + " " + setting.key() + " " + value + " "
                + before;
    }

    @Override
    public boolean tracked() {
        return false;
    }

    @Override
    public String toString() {
        return "the setting " + setting + " = " + value;
    }

    @Override
    public <T> T match(Cases<T> cases) {
        return cases.setting(this);
    }
}
