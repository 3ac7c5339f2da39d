package holm.domain.descriptor;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds what a service really asks for and Holm knows, but serves nowhere yet. Such a service is taken and waits with these
 * sentences, because running it without what it needs would be worse. A field that is 0 or empty asks for nothing.
 */
final class UnservedNeeds {
    private final Fields service;
    private final List<String> sentences = new ArrayList<>();

    UnservedNeeds(Fields service) {
        this.service = service;
    }

    void add(boolean asked, String sentence) {
        if (asked) {
            sentences.add(sentence);
        }
    }

    /** Reads the fields of which Holm knows nothing but that they ask for something. */
    List<String> with(List<Constraint> constraints) {
        volumes();
        connectivity();
        others();
        constraints.forEach(this::constraint);
        return sentences.stream().distinct().toList();
    }

    private void volumes() {
        for (var volume : service.objects("volumes", DescriptorLimits.LIST_ENTRIES)) {
            volume.requiredText("volume_id", DescriptorLimits.TEXT_CHARACTERS, "data");
            var driver = volume.requiredText("csi_driver", DescriptorLimits.NAME_CHARACTERS, "nfs");
            volume.text("mount_path", DescriptorLimits.TEXT_CHARACTERS);
            if (volume.has("config")) {
                Fields.of(volume.pathOf("config"), volume.raw("config"), volume.findings());
            }
            driver.ifPresent(
                    name -> add(true, "volumes: no worker offers the CSI driver %s yet".formatted(Fields.shown(name))));
        }
    }

    private void connectivity() {
        for (var link : service.objects("connectivity", DescriptorLimits.LIST_ENTRIES)) {
            var target = link.requiredText("target_microservice_id", DescriptorLimits.TEXT_CHARACTERS, "");
            if (!link.has("con_constraints")) {
                link.wrong("con_constraints", "is missing", "write [] for none");
            }
            var constraints = link.objects("con_constraints", DescriptorLimits.CONSTRAINTS);
            constraints.forEach(UnservedNeeds::checkConnection);
            // The dashboard never fills the target in, and a connection to nothing asks for nothing.
            add(
                    !constraints.isEmpty() && !target.orElse("").isEmpty(),
                    "connectivity: connections are not measured yet");
        }
    }

    private static void checkConnection(Fields constraint) {
        var type = constraint.requiredText("type", DescriptorLimits.NAME_CHARACTERS, "latency");
        type.filter(word -> !List.of("latency", "bandwidth", "geo").contains(word))
                .ifPresent(word ->
                        constraint.wrong("type", "is " + Fields.shown(word), "the types are latency, bandwidth, geo"));
        for (var name : List.of("threshold", "rigidness", "convergence_time")) {
            if (!constraint.has(name)) {
                constraint.wrong(name, "is missing", "write a number");
            }
        }
        constraint.numberOrBlank("threshold", DescriptorLimits.BANDWIDTH_KBITS);
        constraint.numberOrBlank("rigidness", 1);
        constraint.wholeOrBlank("convergence_time", Integer.MAX_VALUE);
    }

    private void others() {
        var files = service.texts("added_files", DescriptorLimits.LIST_ENTRIES, DescriptorLimits.CODE_CHARACTERS);
        add(files.stream().anyMatch(file -> !file.isBlank()), "added_files: files are not added to instances yet");
        var strategy = service.text("sla_violation_strategy", DescriptorLimits.TEXT_CHARACTERS);
        add(!strategy.isBlank(), "sla_violation_strategy: violations are not watched yet");
        var node = service.text("target_node", DescriptorLimits.NAME_CHARACTERS);
        add(!node.isBlank(), "target_node: say it as a constraint of type direct");
        add(
                AddressParser.asksForInstances(service),
                "addresses.instances: addresses of instances cannot be chosen yet");
    }

    private void constraint(Constraint constraint) {
        switch (constraint) {
            case Constraint.Direct _, Constraint.Clusters _ -> {}
            case Constraint.Addons addons ->
                add(
                        true,
                        "addons: no cluster offers add-ons yet (needs %s)"
                                .formatted(String.join(", ", addons.needs())));
            case Constraint.Latency _ -> add(true, "latency: the distance to users is not measured yet");
            case Constraint.Geo _ -> add(true, "geo: places are not compared yet");
        }
    }
}
