package holm.overlay.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.overlay.NetworkFailure;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class KernelThreadsTest {
    @Test
    void callForAVirtualThread() throws Exception {
        var where = onAVirtualThread(() -> KernelThreads.call(Thread::currentThread));
        assertThat(where.isVirtual()).isFalse();
    }

    @Test
    void leaveAPlatformThreadWhereItIs() throws Exception {
        assertThat(KernelThreads.call(Thread::currentThread)).isSameAs(Thread.currentThread());
    }

    @Test
    void handOnWhatFailed() {
        assertThatThrownBy(() -> onAVirtualThread(() -> KernelThreads.call(() -> {
                    throw new NetworkFailure("no such table", false);
                })))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(NetworkFailure.class)
                .hasMessage("no such table");
    }

    private static <T> T onAVirtualThread(Callable<T> what) throws Exception {
        var task = new FutureTask<>(what);
        Thread.startVirtualThread(task);
        return task.get();
    }
}
