package holm.e2e.support;

import java.io.IOException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Gives a test class an {@link Installation} of its own, and each of its failures the end of what the processes wrote. */
public final class OwnHolm
        implements BeforeAllCallback,
                AfterAllCallback,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler {
    /** {@code -Dholm.keep=true} leaves everything as it is, running, for who looks for the cause of a failure. */
    private static final boolean KEPT = Boolean.getBoolean("holm.keep");

    private final String name;
    private final int firstPort;
    private Installation installation;

    /** See {@link Installation#create}. */
    public OwnHolm(String name, int firstPort) {
        this.name = name;
        this.firstPort = firstPort;
    }

    public Installation get() {
        return installation;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
        installation = Installation.create(name, firstPort);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException, InterruptedException {
        if (installation != null && !KEPT) {
            installation.remove();
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withOutput(failure);
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withOutput(failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withOutput(failure);
    }

    private Throwable withOutput(Throwable failure) {
        if (failure instanceof Error || failure instanceof Exception) {
            failure.addSuppressed(new ProcessOutput(installation.tails()));
        }
        return failure;
    }

    /** Carries text to the report; has no stack trace. */
    private static final class ProcessOutput extends Exception {
        ProcessOutput(String text) {
            super(text, null, false, false);
        }
    }
}
