package holm.testing;

import static holm.testing.Documents.list;
import static holm.testing.Documents.object;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What can be wrong with where a service runs and how it is reached. */
final class BadNetworks extends BadDescriptorTable {
    BadNetworks() {
        ports();
        addresses();
        constraints();
        otherNeeds();
    }

    private void ports() {
        for (var text : List.of(
                " ",
                "hello",
                "0",
                "0:0",
                "65536",
                "65536:80",
                "80:65536",
                "-1:80",
                "+80:80",
                "080080:80",
                "80:80;",
                ";80",
                ";",
                "80:80-80",
                "80:80/sctp",
                "80:80/UDP",
                "8000-8010:9000-9010",
                "127.0.0.1:80:80",
                "80:80,90:90",
                "80:81:82",
                "80 :80",
                "80:",
                ":80",
                "80/",
                "٨٠:80",
                "80:80;80:81",
                "80:80/udp;80:81/udp",
                "999999999999:80")) {
            service("the port \"" + text + "\"", "port", text);
        }
        service("too many ports", "port", manyPorts(65));
        service("a port that is a number", "port", 80);
    }

    private static String manyPorts(int count) {
        var entries = new ArrayList<String>();
        for (var port = 1; port <= count; port++) {
            entries.add(Integer.toString(port));
        }
        return String.join(";", entries);
    }

    private void addresses() {
        for (var text : List.of(
                "",
                "10.30.0",
                "10.30.0.1.2",
                "10.20.0.1",
                "172.30.0.1",
                "010.30.0.1",
                "10.30.0.01",
                " 10.30.0.1",
                "10.30.0.1 ",
                "10.30.999.1",
                "10.30.a.b",
                "10.30..",
                "10.30.0.1/16",
                "::ffff:10.30.0.1",
                "224.0.0.1",
                "239.10.30.1",
                "255.255.255.255",
                "10.30.0.1%eth0",
                "1０.30.0.1",
                "fdff:2000::1")) {
            address("the rr_ip \"" + text + "\"", "rr_ip", text);
        }
        for (var text : List.of(
                "",
                "garbage",
                "10.30.0.1",
                "fdff:2800::1",
                "fdff:1000::1",
                "fdff::1",
                "2001:db8::1",
                "fdff:2000:::1",
                "fdff:2000::1::2",
                "fdff:2000::1%eth0",
                "fdff:2000:0:0:0:0:0",
                "fdff:2000::12345",
                "[fdff:2000::1]",
                "::ffff:10.30.0.1",
                "::ffff:a1e:1",
                "ff02::1",
                "ff0e:2000::1",
                "fdff:2000::1/128",
                "fdff:2000::10.30.0.1")) {
            address("the rr_ip_v6 \"" + text + "\"", "rr_ip_v6", text);
        }
        address("a closest address in the block of another policy", "closest_ip_v6", "fdff:2000::1");
        address("an address of an unknown policy", "fastest_ip", "10.30.0.1");
        address("an address that is a number", "rr_ip", 17);
        service("addresses that are a list", "addresses", list());
        service(
                "one address for two policies",
                "addresses.closest_ip",
                "addresses",
                object("rr_ip", "10.30.0.1", "closest_ip", "10.30.0.1"));
        service(
                "two addresses for one policy",
                "addresses.round_robin_ip",
                "addresses",
                object("rr_ip", "10.30.0.1", "round_robin_ip", "10.30.0.2"));
        service("1,000 addresses", "addresses", "addresses", manyAddresses(1_000));
        service("1,000 instances with addresses", "addresses.instances", "addresses", manyInstances(1_000));
        service("instances that are a text", "addresses.instances", "addresses", object("instances", "all"));
        var other = Documents.service("other");
        other.put("addresses", object("rr_ip_v6", "fdff:2000:0::1"));
        application("one address for two services", "microservices[1].addresses.rr_ip_v6", application -> {
            var first = Documents.service("web");
            first.put("addresses", object("rr_ip_v6", "fdff:2000::1"));
            application.put("microservices", list(first, other));
        });
    }

    private static Map<String, Object> manyAddresses(int count) {
        var addresses = object();
        for (var i = 0; i < count; i++) {
            addresses.put("policy" + i + "_ip", "10.30." + i / 250 + "." + i % 250);
        }
        return addresses;
    }

    private static Map<String, Object> manyInstances(int count) {
        return object("instances", new ArrayList<>(Collections.nCopies(count, object("from", "a", "to", "b"))));
    }

    private void constraints() {
        service("constraints that are an object", "constraints", object());
        service("a constraint that is a text", "constraints[0]", "constraints", list("direct"));
        service(
                "too many constraints",
                "constraints",
                new ArrayList<>(Collections.nCopies(17, object("type", "direct"))));
        constraint("without a type", "type", object("cluster", "c1"));
        constraint("of an unknown type", "type", object("type", "teleport"));
        constraint("whose type is a number", "type", object("type", 1));
        constraint("direct with a cluster that is a list", "cluster", object("type", "direct", "cluster", list("c1")));
        constraint("direct with a node that is a number", "node", object("type", "direct", "node", 1));
        constraint("direct with a name without end", "node", object("type", "direct", "node", "a".repeat(254)));
        constraint("direct with a control character", "cluster", object("type", "direct", "cluster", "a\u0007b"));
        constraint("clusters with a text", "allowed", object("type", "clusters", "allowed", "c1"));
        constraint("clusters with a number in it", "allowed[0]", object("type", "clusters", "allowed", list(1)));
        constraint("addons with an object", "needs", object("type", "addons", "needs", object()));
        constraint(
                "latency with a threshold that is a word",
                "threshold",
                object("type", "latency", "area", "munich", "threshold", "fast"));
        constraint(
                "latency with a negative threshold",
                "threshold",
                object("type", "latency", "area", "munich", "threshold", -1));
        constraint(
                "latency with a rigidness above 1",
                "rigidness",
                object("type", "latency", "area", "munich", "rigidness", 1.5));
        constraint(
                "latency with half seconds",
                "convergence_time",
                object("type", "latency", "area", "munich", "convergence_time", 0.5));
        constraint("geo with a place that is a word", "location", object("type", "geo", "location", "Munich"));
        constraint("geo with a latitude beyond the pole", "location", object("type", "geo", "location", "91,11"));
        constraint(
                "geo with a threshold around the earth",
                "threshold",
                object("type", "geo", "location", "48,11", "threshold", 50_000));
    }

    private void otherNeeds() {
        service("connectivity that is an object", "connectivity", object());
        service(
                "connectivity without a target",
                "connectivity[0].target_microservice_id",
                "connectivity",
                list(object("con_constraints", list())));
        service(
                "connectivity without constraints",
                "connectivity[0].con_constraints",
                "connectivity",
                list(object("target_microservice_id", "")));
        service(
                "connectivity of an unknown type",
                "connectivity[0].con_constraints[0].type",
                "connectivity",
                list(object(
                        "target_microservice_id",
                        "a",
                        "con_constraints",
                        list(object("type", "smell", "threshold", 1, "rigidness", 1, "convergence_time", 1)))));
        service("a volume without a driver", "volumes[0].csi_driver", "volumes", list(object("volume_id", "data")));
        service("a volume without an id", "volumes[0].volume_id", "volumes", list(object("csi_driver", "nfs")));
        service(
                "a volume whose config is a text",
                "volumes[0].config",
                "volumes",
                list(object("volume_id", "a", "csi_driver", "nfs", "config", "x")));
        service("added files that are a text", "added_files", "http://example.org/a");
    }
}
