package holm.e2e.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table in Markdown. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... heads) {
        rows.add(List.of(heads));
        rows.add(Collections.nCopies(heads.length, "---"));
    }

    public Table row(String first, List<String> rest) {
        var row = new ArrayList<>(List.of(first));
        row.addAll(rest);
        rows.add(row);
        return this;
    }

    public void print() {
        rows.forEach(row -> System.out.println("| " + String.join(" | ", row) + " |"));
        System.out.println();
    }
}
