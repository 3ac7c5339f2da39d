package holm.overlay.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** Makes a jar out of one class, as somebody does who has nothing but Holm's jars. */
final class PlugInJar {
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern CLASS = Pattern.compile("(?m)^public final class (\\w+)");

    private PlugInJar() {}

    /** @param directory an empty one, for the jar and what it is made of */
    static Path of(String source, Path directory) throws IOException {
        var name = found(PACKAGE, source) + "." + found(CLASS, source);
        var path = name.replace('.', '/');
        var file = directory.resolve("src").resolve(path + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        var classes = Files.createDirectory(directory.resolve("classes"));
        compile(file, classes);
        var jar = directory.resolve("plug-in.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry(path + ".class"));
            Files.copy(classes.resolve(path + ".class"), out);
            out.putNextEntry(new JarEntry("META-INF/services/" + BalancingPolicy.class.getName()));
            out.write((name + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static void compile(Path source, Path classes) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var options = List.of("-Xlint:all", "-Werror", "-proc:none", "-d", classes.toString());
            var task = compiler.getTask(null, files, null, options, null, files.getJavaFileObjects(source));
            assertThat(task.call()).as("javac " + source).isTrue();
        }
    }

    private static String found(Pattern pattern, String source) {
        var match = pattern.matcher(source);
        assertThat(match.find()).as(pattern.pattern()).isTrue();
        return match.group(1);
    }
}
