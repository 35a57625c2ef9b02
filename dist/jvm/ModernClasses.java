import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Copies a jar, with its classes in the format of Java 17: {@code java ModernClasses.java IN OUT}. An AOT cache
 * leaves out classes of before Java 6, and picocli's are such; with them in it a command costs a quarter less.
 */
final class ModernClasses {

    private static final int OLDEST_IN_CACHE = 50;
    private static final ClassFileVersion JAVA_17 = ClassFileVersion.of(61, 0);

    private ModernClasses() {}

    public static void main(String[] args) throws IOException {
        Path in = Path.of(args[0]);
        try (URLClassLoader loader = new URLClassLoader(new URL[] {in.toUri().toURL()});
                JarFile jar = new JarFile(in.toFile());
                OutputStream file = Files.newOutputStream(Path.of(args[1]));
                JarOutputStream out = new JarOutputStream(file)) {
            ClassHierarchyResolver hierarchy =
                    ClassHierarchyResolver.ofResourceParsing((ClassLoader) loader)
                            .orElse(ClassHierarchyResolver.defaultResolver());
            ClassFile classFile =
                    ClassFile.of(
                            StackMapsOption.GENERATE_STACK_MAPS,
                            ClassHierarchyResolverOption.of(hierarchy));
            for (JarEntry entry : jar.stream().toList()) {
                out.putNextEntry(new JarEntry(entry.getName()));
                out.write(content(jar, entry, classFile));
                out.closeEntry();
            }
        }
    }

    private static byte[] content(JarFile jar, JarEntry entry, ClassFile classFile) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] bytes = in.readAllBytes();
            return entry.getName().endsWith(".class") ? modern(bytes, classFile) : bytes;
        }
    }

    private static byte[] modern(byte[] bytes, ClassFile classFile) {
        ClassModel model = classFile.parse(bytes);
        if (model.majorVersion() >= OLDEST_IN_CACHE) {
            return bytes;
        }
        // Each instruction is written anew: only then stack maps, which the format now needs, are made.
        ClassTransform code = ClassTransform.transformingMethodBodies((body, part) -> body.with(part));
        ClassTransform version =
                (body, part) -> body.with(part instanceof ClassFileVersion ? JAVA_17 : part);
        return classFile.transformClass(model, code.andThen(version));
    }
}
