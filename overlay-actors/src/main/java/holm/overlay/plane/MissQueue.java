package holm.overlay.plane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which packets wait for which address, and which addresses nobody knows. Time is passed in, in nanoseconds. Not thread-safe. */
final class MissQueue {
    /** At 1,450 bytes some 1.5 MB. */
    static final int PACKETS = 1_024;

    /** So many different addresses are asked for at once; a scan gets no further. */
    static final int DESTINATIONS = 256;

    /** One caller who does not wait for answers must not take the room of all others. */
    static final int PACKETS_OF_ONE = 64;

    /** Longer than a cluster takes to answer; a client has sent again twice by then. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** Short, for a service may begin any moment; long enough that a client that tries again and again costs nothing. */
    static final Duration NEGATIVE = Duration.ofSeconds(3);

    private final Map<String, Waiting> waiting = new HashMap<>();

    /** Until when, oldest first. */
    private final Map<String, Long> nobody = new LinkedHashMap<>();

    private int held;

    private record Waiting(long since, List<IpPacket> packets) {}

    /** What to do about a packet. */
    enum Answer {
        /** It waits, and somebody has to be asked. */
        ASK,
        /** It waits; somebody was asked. */
        HOLD,
        /** It is answered with "unreachable". */
        REFUSE,
        /** There is no room for it. */
        DROP
    }

    Answer arrive(String address, IpPacket packet, long now) {
        var until = nobody.get(address);
        if (until != null && until - now > 0) {
            return Answer.REFUSE;
        }
        var others = waiting.get(address);
        if (held >= PACKETS || (others == null && waiting.size() >= DESTINATIONS)) {
            return Answer.DROP;
        }
        if (others == null) {
            waiting.put(address, new Waiting(now, new ArrayList<>(List.of(packet))));
            held++;
            return Answer.ASK;
        }
        if (others.packets().size() >= PACKETS_OF_ONE) {
            return Answer.DROP;
        }
        others.packets().add(packet);
        held++;
        return Answer.HOLD;
    }

    /** @return what waited for it; nothing waits any more */
    List<IpPacket> take(String address) {
        nobody.remove(address);
        return Optional.ofNullable(waiting.remove(address))
                .map(Waiting::packets)
                .map(packets -> {
                    held -= packets.size();
                    return packets;
                })
                .orElse(List.of());
    }

    /** As {@link #take}, and remembers that nobody has it. */
    List<IpPacket> refuse(String address, long now) {
        var packets = take(address);
        nobody.put(address, now + NEGATIVE.toNanos());
        if (nobody.size() > DESTINATIONS) {
            nobody.remove(nobody.keySet().iterator().next());
        }
        return packets;
    }

    /** @return how many packets waited too long and are gone */
    int expire(long now) {
        var late = waiting.entrySet().stream()
                .filter(entry -> now - entry.getValue().since() > LONGEST_WAIT.toNanos())
                .map(Map.Entry::getKey)
                .toList();
        var before = held;
        late.forEach(this::take);
        nobody.values().removeIf(until -> until - now <= 0);
        return before - held;
    }

    int held() {
        return held;
    }
}
