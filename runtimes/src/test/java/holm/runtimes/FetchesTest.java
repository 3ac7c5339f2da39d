package holm.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FetchesTest {
    private final Fetches fetches = new Fetches();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void runsOnceForAllThatWaitAndTellsAllOfThem() throws Exception {
        var open = new CountDownLatch(1);
        Set<Integer> heard = ConcurrentHashMap.newKeySet();
        var callers = new ArrayList<Future<String>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 10; i++) {
                var caller = i;
                callers.add(threads.submit(
                        () -> fetches.once("a", progress -> slow(open, progress), line -> heard.add(caller))));
            }
            await().until(() -> heard.size() == 10);
            open.countDown();
        }

        assertThat(callers).allMatch(caller -> caller.resultNow().equals("done"));
        assertThat(runs).hasValue(1);
    }

    @Test
    void fetchesAgainAfterAFailure() throws Exception {
        assertThatThrownBy(() -> fetches.once(
                        "a",
                        progress -> {
                            throw new RuntimeFailure("no", true);
                        },
                        progress -> {}))
                .isInstanceOf(RuntimeFailure.class)
                .hasMessage("no");

        assertThat(fetches.once("a", progress -> "there", progress -> {})).isEqualTo("there");
    }

    @Test
    void goesOnForTheOthersWhenOneLeaves() throws Exception {
        var open = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> fetches.once("a", progress -> slow(open, progress), progress -> {}));
            await().until(() -> runs.get() == 1);
            var joined = new AtomicBoolean();
            var second =
                    threads.submit(() -> fetches.once("a", progress -> slow(open, progress), line -> joined.set(true)));
            await().untilTrue(joined);
            first.cancel(true);
            open.countDown();
            assertThat(second.get()).isEqualTo("done");
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void givesUpWhenTheLastOneLeaves() {
        var interrupted = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var only = threads.submit(() -> fetches.once(
                    "a",
                    progress -> {
                        try {
                            return slow(new CountDownLatch(1), progress);
                        } finally {
                            interrupted.set(true);
                        }
                    },
                    progress -> {}));
            await().until(() -> runs.get() == 1);
            only.cancel(true);
        }
        await().untilTrue(interrupted);
    }

    private String slow(CountDownLatch open, Consumer<String> progress) throws InterruptedException {
        runs.incrementAndGet();
        do {
            progress.accept("half");
        } while (!open.await(5, TimeUnit.MILLISECONDS));
        return "done";
    }
}
