package holm.e2e.support;

/** The API answered something else than 200. */
public final class UnexpectedAnswer extends RuntimeException {
    private final transient Answer answer;

    UnexpectedAnswer(Answer answer) {
        super(answer.toString());
        this.answer = answer;
    }

    public Answer answer() {
        return answer;
    }
}
