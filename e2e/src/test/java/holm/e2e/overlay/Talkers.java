package holm.e2e.overlay;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import holm.e2e.support.ApiClient;
import holm.e2e.support.Child;
import holm.e2e.support.LocalImage;
import holm.e2e.support.OwnHolm;
import holm.e2e.support.Program;
import holm.e2e.support.Site;
import holm.testing.Documents;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A service whose instances talk: beside each container, in its network namespace, a {@link Talk} with the instance's name. */
final class Talkers implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Site site;
    private final ApiClient api;
    private final int number;
    private final String id;

    /** By name, which is the id of the instance. */
    private final Map<String, Talker> running = new HashMap<>();

    private final Set<String> everybody = new HashSet<>();

    private record Talker(Site.Host host, Child voice) {}

    /** @param number 1–255, of which its addresses are made */
    Talkers(Site site, OwnHolm holm, String name, int number) throws IOException, InterruptedException {
        this.site = site;
        this.api = site.api();
        this.number = number;
        var service = Documents.service(name);
        service.put("memory", 16);
        service.put("code", LocalImage.code(holm.get().files()));
        service.put("cmd", LocalImage.STAY);
        // Not started again by itself: nobody would talk in it.
        service.put("one_shot", true);
        service.put(
                "addresses",
                Map.of(
                        "rr_ip", address("rr", false),
                        "rr_ip_v6", address("rr", true),
                        "closest_ip", address("closest", false),
                        "closest_ip_v6", address("closest", true)));
        this.id = api.create(name, service);
    }

    /** @param policy {@code rr} or {@code closest} */
    String address(String policy, boolean v6) {
        var isClosest = policy.equals("closest");
        return v6
                ? "fdff:%s::%d:1".formatted(isClosest ? "1000" : "2000", number)
                : "10.30.%d.%d".formatted(number, isClosest ? 2 : 1);
    }

    void scale(int replicas) throws IOException, InterruptedException {
        api.put("/api/service/" + id + "/replicas", Map.of("replicas", replicas))
                .ok();
        awaitTalking(replicas);
    }

    Set<String> names() {
        return Set.copyOf(running.keySet());
    }

    /** Also those that were killed. */
    Set<String> everybody() {
        return Set.copyOf(everybody);
    }

    String nameOn(Site.Host host) {
        return running.entrySet().stream()
                .filter(talker -> talker.getValue().host().equals(host))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** The container and who talks in it, at once. */
    void kill(String name) throws IOException, InterruptedException {
        var talker = running.remove(name);
        if (talker == null) {
            throw new IllegalStateException("nobody is called " + name);
        }
        var container = talker.host().podman().running().stream()
                .filter(one -> one.instance().equals(name))
                .findFirst()
                .orElseThrow();
        talker.voice().kill();
        Program.run("kill", "-9", Long.toString(container.pid())).orThrow();
    }

    /** One more than there are. */
    void another() throws IOException, InterruptedException {
        api.deploy(id);
        awaitTalking(running.size() + 1);
    }

    private void awaitTalking(int count) {
        await().atMost(PATIENCE).until(() -> {
            for (var instance : api.instances(id)) {
                if (instance.path("status").asText().equals("RUNNING")) {
                    talk(instance);
                }
            }
            return running.size() == count;
        });
    }

    private void talk(JsonNode instance) throws IOException {
        var instanceNumber = instance.path("instance_number").asInt();
        var name = id + "." + instanceNumber;
        if (!running.containsKey(name)) {
            var host = site.hosts().stream()
                    .filter(one ->
                            one.name().equals(instance.path("worker_name").asText()))
                    .findFirst()
                    .orElseThrow();
            var voice = Child.start(host.inside(id, instanceNumber).command(List.of()), Talk.class, name);
            voice.ask("ready");
            running.put(name, new Talker(host, voice));
            everybody.add(name);
        }
    }

    @Override
    public void close() throws IOException {
        for (var talker : running.values()) {
            talker.voice().close();
        }
    }
}
