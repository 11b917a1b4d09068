package org.aloft.plan.cluster;

import freemarker.cache.ClassTemplateLoader;
import freemarker.cache.FileTemplateLoader;
import freemarker.cache.MultiTemplateLoader;
import freemarker.cache.TemplateLoader;
import freemarker.core.InvalidReferenceException;
import freemarker.core.PlainTextOutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapperBuilder;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateNotFoundException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.aloft.topology.model.MaskedText;

/**
 * The templates of all files that land on hosts, by name. A folder of the user's comes before those built in, so a
 * template is replaced by one of the same name. A template reaches the values it is given and nothing else: no class,
 * no method.
 *
 * <p>Safe for use by several threads.
 */
public final class Templates {
    /** Those that come with Aloft, and can be replaced. */
    static final List<String> NAMES = List.of(
            "agent-announces.conf.ftl",
            "aloft-announce.service.ftl",
            "aloft-routes.init.ftl",
            "aloft-routes.openrc.ftl",
            "aloft-routes.service.ftl",
            "aloft-tunnel.init.ftl",
            "aloft-tunnel.openrc.ftl",
            "aloft-tunnel.service.ftl",
            "aloftd.conf.ftl",
            "aloftd.init.ftl",
            "aloftd.openrc.ftl",
            "aloftd.service.ftl",
            "announce.sh.ftl",
            "frr-daemons.conf.ftl",
            "frr.conf.ftl",
            "haproxy.cfg.ftl",
            "modules-load.conf.ftl",
            "sysctl.conf.ftl");

    private static final String FOLDER = "templates/";

    private final Configuration configuration;

    private Templates(List<TemplateLoader> loaders) {
        configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setTemplateLoader(new MultiTemplateLoader(loaders.toArray(new TemplateLoader[0])));
        configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
        configuration.setOutputFormat(PlainTextOutputFormat.INSTANCE);
        configuration.setLocale(Locale.ROOT);
        configuration.setNumberFormat("computer");
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setWrapUncheckedExceptions(true);
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setAPIBuiltinEnabled(false);
        DefaultObjectWrapperBuilder wrapper = new DefaultObjectWrapperBuilder(Configuration.VERSION_2_3_34);
        wrapper.setExposureLevel(freemarker.ext.beans.BeansWrapper.EXPOSE_NOTHING);
        configuration.setObjectWrapper(wrapper.build());
    }

    /** Those that come with Aloft. */
    public static Templates builtIn() {
        return withOverrides(List.of());
    }

    /**
     * Those of the folders, in their order, then those that come with Aloft.
     *
     * @param folders one that does not exist is passed over
     * @throws PlanException when a folder cannot be read
     */
    public static Templates withOverrides(List<Path> folders) {
        List<TemplateLoader> loaders = new ArrayList<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                refuseWhatNobodyReads(folder);
                try {
                    loaders.add(new FileTemplateLoader(folder.toFile()));
                } catch (IOException unreadable) {
                    throw new PlanException(
                            folder + ": cannot be read: " + unreadable.getMessage(),
                            "make the folder readable, or remove it to use the templates that come with Aloft");
                }
            }
        }
        loaders.add(new ClassTemplateLoader(Templates.class, "/templates"));
        return new Templates(loaders);
    }

    /** A template whose name is misspelt would be passed over in silence. */
    private static void refuseWhatNobodyReads(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".ftl") && !name.endsWith(".md") && !name.startsWith("."))
                    .sorted()
                    .findFirst()
                    .ifPresent(name -> {
                        throw new PlanException(
                                folder.resolve(name) + ": is no template, whose name ends in .ftl",
                                "rename it, or move it out of the folder");
                    });
        } catch (IOException unreadable) {
            throw new PlanException(
                    folder + ": cannot be read: " + unreadable.getMessage(),
                    "make the folder readable, or remove it to use the templates that come with Aloft");
        }
    }

    /**
     * The text of a template with its values in place. Secrets among them are masked in its shown form.
     *
     * @param name its file's name, such as {@code aloftd.conf.ftl}
     * @param values texts, numbers, booleans, secrets, and lists and maps of them
     * @throws PlanException when there is no such template, or it cannot be worked out
     */
    public MaskedText render(String name, Map<String, ?> values) {
        String place = FOLDER + name;
        return process(
                () -> configuration.getTemplate(name),
                values,
                place,
                new WayOut(
                        "templates/README.md says which values it is given; write ${x!} for one that may be missing",
                        "correct the template, or remove it to use the one that comes with Aloft"));
    }

    /**
     * A template of the user's, filled. Secrets among the values are masked in its shown form.
     *
     * @param name its file's name, for messages
     * @param text its text
     * @param values as for {@link #render}
     * @throws PlanException when it cannot be worked out
     */
    public MaskedText fill(String name, String text, Map<String, ?> values) {
        return process(
                () -> new Template(nameInFolder(name), text, configuration),
                values,
                name,
                new WayOut(
                        "it is given the host's variables of the inventory; write ${x!} for one that may be missing",
                        "correct the template"));
    }

    /** What a user's template is called to those that it includes: they are looked for beside it in that folder. */
    static String nameInFolder(String written) {
        String plain = written.startsWith("./") ? written.substring(2) : written;
        return plain.startsWith(FOLDER) ? plain.substring(FOLDER.length()) : plain;
    }

    /** Gets a template: one by its name, or one from its text. */
    @FunctionalInterface
    private interface Source {
        Template template() throws IOException;
    }

    /** What to do about a value that is missing, and about all else. */
    private record WayOut(String missing, String broken) {}

    private static MaskedText process(Source source, Map<String, ?> values, String place, WayOut wayOut) {
        try {
            StringWriter text = new StringWriter();
            SecretMarks marks = new SecretMarks();
            source.template().process(marks.mark(values), text);
            return marks.resolve(text.toString());
        } catch (TemplateNotFoundException missing) {
            throw new PlanException(place + ": there is no such template", "add it to the folder templates/");
        } catch (InvalidReferenceException missing) {
            throw new PlanException(
                    place + ":" + missing.getLineNumber() + ":" + missing.getColumnNumber()
                            + ": there is no value called " + missing.getBlamedExpressionString(),
                    wayOut.missing());
        } catch (TemplateException wrong) {
            throw new PlanException(
                    place + ":" + wrong.getLineNumber() + ":" + wrong.getColumnNumber() + ": "
                            + firstLine(wrong.getMessageWithoutStackTop()),
                    wayOut.broken());
        } catch (IOException broken) {
            throw new PlanException(place + ": " + firstLine(broken.getMessage()), wayOut.broken());
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("it cannot be read");
    }
}
