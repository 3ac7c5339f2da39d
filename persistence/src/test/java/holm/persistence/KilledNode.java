package holm.persistence;

import holm.persistence.counter.CounterNode;
import java.nio.file.Path;

/** A process that adds to some counters for ever and prints each acknowledged sum, until it is killed. */
final class KilledNode {
    static final int COUNTERS = 4;

    private KilledNode() {}

    /** @param arguments the data directory */
    public static void main(String[] arguments) throws Exception {
        var node = CounterNode.start(StoreSettings.inDirectory("root", Path.of(arguments[0])));
        for (var i = 0; i < COUNTERS; i++) {
            var name = "c" + i;
            var counter = node.counter(name);
            Thread.ofPlatform().start(() -> {
                try {
                    for (var sum = CounterNode.of(node.get(counter)) + 1; ; sum++) {
                        CounterNode.of(node.add(counter, 1));
                        say(name + " " + sum);
                    }
                } catch (Exception e) {
                    say("failed " + e);
                }
            });
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
