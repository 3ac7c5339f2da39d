package holm.e2e.kill;

import holm.e2e.support.PodmanView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares what was acknowledged with what is there. Pure; each finding is a sentence, none means that all is well. */
final class Validation {
    private Validation() {}

    /** What must hold at the first answer after a restart: nothing acknowledged is lost, and nothing that was deleted is back. */
    static List<String> atOnce(Model model, Observed observed) {
        var findings = new ArrayList<String>();
        for (var application : model.applications()) {
            var mayBeGone = model.pending().equals(Optional.of(new Write.DeleteApplication(application.id())));
            if (!observed.applications().containsKey(application.id()) && !mayBeGone) {
                findings.add("application %s (%s) was acknowledged and is lost"
                        .formatted(application.name(), application.id()));
            }
        }
        for (var service : model.services()) {
            if (!model.isUncertain(service.id())) {
                findings.addAll(lost(service, observed));
            }
        }
        for (var id : model.deleted()) {
            if (observed.applications().containsKey(id) || observed.services().containsKey(id)) {
                findings.add("%s was deleted and is back".formatted(id));
            }
        }
        return findings;
    }

    private static List<String> lost(Model.Service service, Observed observed) {
        var listed = observed.services().get(service.id());
        if (listed == null) {
            return List.of("service %s was acknowledged and is lost".formatted(service.id()));
        }
        return service.instances()
                .filter(instance -> !listed.containsKey(instance.number()))
                .map(instance -> "instance %s was acknowledged and is lost".formatted(instance))
                .toList();
    }

    /** What must hold once everything has settled: exactly what was acknowledged is listed, runs, and runs once. */
    static List<String> settled(Collection<Model> models, Observed observed, Actual actual) {
        var findings = new ArrayList<String>();
        models.forEach(model -> findings.addAll(atOnce(model, observed)));
        findings.addAll(strangers(models, observed));
        for (var model : models) {
            for (var service : model.services()) {
                var listed = observed.services().getOrDefault(service.id(), Map.of());
                listed.forEach((number, status) -> {
                    var instance = new Instance(service.id(), number);
                    if (!service.wanted().contains(number)) {
                        findings.add("instance %s is not wanted and is %s".formatted(instance, status));
                    } else if (!status.equals("RUNNING")) {
                        findings.add("instance %s is %s".formatted(instance, status));
                    }
                });
            }
        }
        findings.addAll(runsOnce(
                "container",
                models.stream()
                        .flatMap(model -> model.wantedContainers().stream())
                        .toList(),
                actual.containers().stream().map(PodmanView.Container::instance).toList()));
        findings.addAll(runsOnce(
                "simulated run",
                models.stream()
                        .flatMap(model -> model.wantedSimulated().stream())
                        .toList(),
                actual.simulated().values()));
        return findings;
    }

    private static List<String> strangers(Collection<Model> models, Observed observed) {
        var findings = new ArrayList<String>();
        var applications = new HashSet<String>();
        var services = new HashSet<String>();
        models.forEach(model -> {
            model.applications().forEach(application -> applications.add(application.id()));
            model.services().forEach(service -> services.add(service.id()));
        });
        observed.applications().forEach((id, name) -> {
            if (!applications.contains(id)) {
                findings.add("application %s (%s) is listed, but nobody was told of it".formatted(name, id));
            }
        });
        observed.services().keySet().stream()
                .filter(id -> !services.contains(id))
                .forEach(id -> findings.add("service %s is listed, but nobody was told of it".formatted(id)));
        return findings;
    }

    private static List<String> runsOnce(String what, List<Instance> wanted, Collection<String> running) {
        var findings = new ArrayList<String>();
        var counts =
                new TreeMap<>(running.stream().collect(Collectors.groupingBy(name -> name, Collectors.counting())));
        for (var instance : wanted) {
            var count = counts.remove(instance.toString());
            if (count == null) {
                findings.add("instance %s has no %s".formatted(instance, what));
            } else if (count > 1) {
                findings.add("instance %s runs twice: %d times a %s".formatted(instance, count, what));
            }
        }
        counts.keySet().forEach(name -> findings.add("a %s of %s is left, which nobody wants".formatted(what, name)));
        return findings;
    }

    /** What must hold at every moment: no instance has two runs. */
    static List<String> twice(Actual actual) {
        return actual.containers().stream()
                .collect(Collectors.groupingBy(PodmanView.Container::instance))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> "instance %s runs twice: %s".formatted(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** What ran when the process was killed and is still wanted is the very same run now. */
    static List<String> adopted(Collection<Model> models, Actual before, Actual after) {
        var wanted = models.stream()
                .flatMap(model -> model.wanted().stream())
                .map(Instance::toString)
                .collect(Collectors.toSet());
        var findings = new ArrayList<String>();
        for (var container : before.containers()) {
            if (wanted.contains(container.instance()) && !after.containers().contains(container)) {
                findings.add("%s was not adopted; now there are %s"
                        .formatted(
                                container,
                                after.containers().stream()
                                        .filter(now -> now.instance().equals(container.instance()))
                                        .toList()));
            }
        }
        before.simulated().forEach((handle, instance) -> {
            if (wanted.contains(instance) && !after.simulated().containsKey(handle)) {
                findings.add("the simulated run %s was not adopted".formatted(handle));
            }
        });
        return findings;
    }
}
