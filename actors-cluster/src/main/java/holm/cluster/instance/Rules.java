package holm.cluster.instance;

import java.time.Duration;

/**
 * When a cluster loses patience with a placement.
 *
 * @param restartsHere so many failed runs in a row on one worker, and another worker is looked for
 * @param answerWithin a worker that is there and says nothing about a new instance for so long is left
 * @param giveUpAfter when nothing else fits, so long after a worker was lost its instances are handed back to the root
 * @param oneShotLostAfter so long the outcome of a one-shot on a lost worker may still come
 * @param retryFailedAfter a service that no worker could start is tried everywhere again after this
 * @param seekAgain between two looks for a worker
 * @param askAgain between two reminders to a worker that has not answered
 */
public record Rules(
        int restartsHere,
        Duration answerWithin,
        Duration giveUpAfter,
        Duration oneShotLostAfter,
        Duration retryFailedAfter,
        Duration seekAgain,
        Duration askAgain) {}
