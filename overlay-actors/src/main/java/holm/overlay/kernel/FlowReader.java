package holm.overlay.kernel;

import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a flow from netlink attributes (nfnetlink_conntrack.h). Numbers in them are in network order. */
final class FlowReader {
    private static final int TYPE_MASK = 0x3fff;
    private static final int ATTRIBUTE_HEADER = 4;

    /** CTA_TUPLE_ORIG, CTA_TUPLE_REPLY, CTA_ID, CTA_ZONE. */
    private static final int ORIGINAL = 1;

    private static final int REPLY = 2;
    private static final int ID = 12;
    private static final int ZONE = 18;

    /** In a tuple: CTA_TUPLE_IP, CTA_TUPLE_PROTO. */
    private static final int IP = 1;

    private static final int PROTOCOL = 2;

    /** In CTA_TUPLE_IP: CTA_IP_V4_SRC, …DST, V6_SRC, …DST. */
    private static final int V4_SOURCE = 1;

    private static final int V4_DESTINATION = 2;
    private static final int V6_SOURCE = 3;
    private static final int V6_DESTINATION = 4;

    private FlowReader() {}

    /** @return empty when it is a flow of something else than IP */
    static Optional<Flow> read(ByteBuffer message) {
        var family = message.get(0);
        var flow = attributes(message.slice(ATTRIBUTE_HEADER, message.limit() - ATTRIBUTE_HEADER));
        var original = nested(flow, ORIGINAL);
        var asked = nested(original, IP);
        var source = address(asked, V4_SOURCE, V6_SOURCE);
        var destination = address(asked, V4_DESTINATION, V6_DESTINATION);
        var server = address(nested(nested(flow, REPLY), IP), V4_SOURCE, V6_SOURCE);
        var protocol = nested(original, PROTOCOL).get(1);
        if (source.isEmpty() || destination.isEmpty() || server.isEmpty() || protocol == null) {
            return Optional.empty();
        }
        return Optional.of(new Flow(
                protocol.get(protocol.position()) & 0xff,
                source.get(),
                destination.get(),
                server.get(),
                new Flow.Key(family, key(flow))));
    }

    /** The original direction, the id and the zone name one flow for ever. */
    private static byte[] key(Map<Integer, ByteBuffer> flow) {
        var key = ByteBuffer.allocate(flow.values().stream()
                        .mapToInt(value -> ATTRIBUTE_HEADER + NetfilterSocket.aligned(value.remaining()))
                        .sum())
                .order(ByteOrder.nativeOrder());
        for (var type : new int[] {ORIGINAL, ID, ZONE}) {
            var value = flow.get(type);
            if (value != null) {
                var nested = type == ORIGINAL ? 0x8000 : 0;
                key.putShort((short) (ATTRIBUTE_HEADER + value.remaining())).putShort((short) (type | nested));
                key.put(value.duplicate());
                key.position(NetfilterSocket.aligned(key.position()));
            }
        }
        var bytes = new byte[key.position()];
        key.flip().get(bytes);
        return bytes;
    }

    private static Map<Integer, ByteBuffer> nested(Map<Integer, ByteBuffer> attributes, int type) {
        var value = attributes.get(type);
        return value == null ? Map.of() : attributes(value);
    }

    private static Map<Integer, ByteBuffer> attributes(ByteBuffer bytes) {
        var read = bytes.slice().order(ByteOrder.nativeOrder());
        var found = new HashMap<Integer, ByteBuffer>();
        while (read.remaining() >= ATTRIBUTE_HEADER) {
            var start = read.position();
            var length = read.getShort(start) & 0xffff;
            if (length < ATTRIBUTE_HEADER || length > read.remaining()) {
                return found;
            }
            found.put(
                    read.getShort(start + Short.BYTES) & TYPE_MASK,
                    read.slice(start + ATTRIBUTE_HEADER, length - ATTRIBUTE_HEADER));
            read.position(Math.min(start + NetfilterSocket.aligned(length), read.limit()));
        }
        return found;
    }

    private static Optional<String> address(Map<Integer, ByteBuffer> ip, int v4, int v6) {
        var four = ip.get(v4);
        if (four != null) {
            return Optional.of(new Ipv4Address(four.getInt(0)).toString());
        }
        var six = ip.get(v6);
        return six == null
                ? Optional.empty()
                : Optional.of(new Ipv6Address(six.getLong(0), six.getLong(Long.BYTES)).toString());
    }
}
