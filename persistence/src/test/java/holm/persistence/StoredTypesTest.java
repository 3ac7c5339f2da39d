package holm.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import java.io.NotSerializableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;
import org.pcollections.PSortedMap;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

class StoredTypesTest {
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    sealed interface Step {
        @JsonTypeName("begun-v1")
        record Begun(Instant at) implements Step {}

        @JsonTypeName("ended-v1")
        record Ended(Optional<Duration> after) implements Step {}
    }

    @JsonTypeName("everything-v1")
    record Everything(
            PMap<InstanceId, Step> steps,
            PSortedMap<String, Integer> sorted,
            PVector<String> list,
            PSet<Integer> set,
            Optional<Long> none) {}

    @JsonTypeName("begun-v1")
    record Impostor(int x) {}

    record Nameless() {}

    private final StoredTypes types = StoredTypes.of(List.of(Step.class, Everything.class));

    @Test
    void knowsEveryRecordBelowASealedRoot() {
        assertThat(types.names()).containsExactlyInAnyOrder("begun-v1", "ended-v1", "everything-v1");
        assertThat(types.nameOf(new Step.Ended(Optional.empty()))).isEqualTo("ended-v1");
    }

    @Test
    void readsWhatItWrote() throws Exception {
        var instance = new InstanceId(new ServiceId("0123456789abcdef01234567"), 3);
        var before = new Everything(
                HashTreePMap.singleton(instance, new Step.Begun(Instant.parse("2026-01-01T00:00:00.000001Z"))),
                TreePMap.<String, Integer>empty().plus("b", 2).plus("a", 1),
                TreePVector.from(List.of("x", "y")),
                HashTreePSet.from(List.of(1, 2)),
                Optional.empty());
        var after = (Everything) types.read("everything-v1", types.write(before));
        assertThat(after).usingRecursiveComparison().isEqualTo(before);
        assertThat(after.steps())
                .isInstanceOf(HashTreePMap.class.getSuperclass())
                .containsKey(instance);
    }

    @Test
    void ignoresFieldsThatALaterVersionAdded() throws Exception {
        var later = StoredTypes.of(List.of(Later.class)).write(new Later("x", 1));
        assertThat(StoredTypes.of(List.of(Earlier.class)).read("v", later)).isEqualTo(new Earlier("x"));
    }

    @Test
    void namesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> types.read("never-heard-v1", new byte[0]))
                .isInstanceOf(UnknownStoredTypeException.class)
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("\"never-heard-v1\"");
    }

    @Test
    void refusesARecordWithoutAName() {
        assertThatThrownBy(() -> StoredTypes.of(List.of(Nameless.class)))
                .hasMessageContaining("Nameless")
                .hasMessageContaining("@JsonTypeName");
    }

    @Test
    void refusesTwoRecordsWithOneName() {
        assertThatThrownBy(() -> StoredTypes.of(List.of(Step.class, Impostor.class)))
                .hasMessageContaining("begun-v1");
    }

    @Test
    void refusesToWriteWhatWasNotListed() {
        assertThatThrownBy(() -> types.write(new Impostor(1)))
                .hasMessageContaining("not among the tier's stored types");
    }

    @JsonTypeName("v")
    record Earlier(String name) {}

    @JsonTypeName("v")
    record Later(String name, int added) {}
}
