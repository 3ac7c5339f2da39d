package holm.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that needs something of the machine: {@code @Needs(Need.ROOT)}, or {@code @Needs.Root}, which also sets the
 * tag {@code root} for {@code -Dgroups} and {@code -DexcludedGroups}.
 *
 * <p>Where it is missing the test is skipped with a reason, but <em>fails</em> when everything is required: system
 * property {@code holm.requireAll=true}, environment {@code HOLM_REQUIRE_ALL=true}, or {@code CI=true}.
 *
 * <p>This is a JUnit Jupiter condition: jqwik's {@code @Property} methods do not see it.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Repeatable(Needs.All.class)
@Tag("needs")
@ExtendWith(NeedsCondition.class)
public @interface Needs {
    /** All of these are needed. */
    Need[] value();

    /** Holds several {@link Needs} on one element. */
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Tag("needs")
    @ExtendWith(NeedsCondition.class)
    @interface All {
        /** The repeated annotations. */
        Needs[] value();
    }

    /** Needs the rights of root: namespaces, cgroups, nftables. */
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Tag("root")
    @Needs(Need.ROOT)
    @interface Root {}

    /** Needs podman, and root to start it. */
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Tag("podman")
    @Needs(Need.PODMAN)
    @interface Podman {}

    /** Needs the programs of Docker ({@code dockerd}), not a running one, and root to start it. */
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Tag("docker")
    @Needs(Need.DOCKER)
    @interface Docker {}

    /** Needs the programs of a PostgreSQL server ({@code initdb}, {@code postgres}), not a running one. */
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Tag("postgres")
    @Needs(Need.POSTGRES)
    @interface Postgres {}

    /** Needs qemu for x86-64; not KVM. */
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Tag("qemu")
    @Needs(Need.QEMU)
    @interface Qemu {}

    /** Needs Chromium and its driver. */
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Tag("browser")
    @Needs(Need.BROWSER)
    @interface Browser {}
}
