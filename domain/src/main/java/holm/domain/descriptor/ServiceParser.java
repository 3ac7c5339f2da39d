package holm.domain.descriptor;

import holm.domain.Virtualization;
import holm.domain.address.Policies;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one microservice. One for each document, because services must not share an address. */
final class ServiceParser {
    /** Runtimes are plug-ins: a word that no worker has today may come tomorrow, so it waits instead of being refused. */
    private static final Pattern VIRTUALIZATION = Pattern.compile("[a-z][a-z0-9._-]{0,62}");

    /** POSIX, Base Definitions 8.1; lower case is common and taken too. */
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final AddressParser addresses;

    ServiceParser(Policies policies) {
        addresses = new AddressParser(policies);
    }

    /** @return what was understood; of use only when nothing was found wrong */
    ServiceRequest parse(String application, String namespace, Fields service) {
        var name = Names.required(service, "microservice_name");
        var serviceNamespace = Names.required(service, "microservice_namespace");
        if (!service.text("microserviceID", DescriptorLimits.TEXT_CHARACTERS).isEmpty()) {
            service.wrong(
                    "microserviceID",
                    "is " + Fields.shown(service.raw("microserviceID")),
                    "leave it empty: Holm chooses it");
        }
        var virtualization = virtualization(service);
        var oneShot = service.flag("one_shot");
        var constraints = ConstraintParser.parse(service);
        var process = List.of(arguments(service, "cmd"), environment(service));
        checkProcessSize(service, process);
        var code = CodeParser.parse(service, virtualization);
        var netdev = UnikernelParser.parse(service, virtualization, process);
        checkIgnored(service);
        var vtpus = service.whole("vtpus", DescriptorLimits.ACCELERATORS);
        var bandwidthIn = service.whole("bandwidth_in", DescriptorLimits.BANDWIDTH_KBITS);
        var bandwidthOut = service.whole("bandwidth_out", DescriptorLimits.BANDWIDTH_KBITS);
        var isolated = service.flag("isolated");
        var unserved = new UnservedNeeds(service);
        unserved.add(vtpus > 0, "vtpus: no worker offers TPUs yet");
        unserved.add(bandwidthIn > 0, "bandwidth_in: bandwidth is not reserved yet");
        unserved.add(bandwidthOut > 0, "bandwidth_out: bandwidth is not reserved yet");
        unserved.add(isolated, "isolated: instances are not isolated from other applications yet");
        var descriptor = new ServiceDescriptor(
                new ServiceName(application, namespace, name, serviceNamespace),
                virtualization,
                code.code(),
                process.get(0),
                process.get(1),
                service.whole("memory", DescriptorLimits.MEMORY_MEBIBYTES),
                service.whole("vcpus", DescriptorLimits.VCPUS),
                service.whole("vgpus", DescriptorLimits.ACCELERATORS),
                vtpus,
                service.whole("storage", DescriptorLimits.STORAGE_MEBIBYTES),
                bandwidthIn,
                bandwidthOut,
                PortParser.parse(service),
                addresses.parse(service),
                constraints,
                code.architectures(),
                oneShot,
                retries(service, oneShot),
                privileged(service),
                isolated,
                unserved.with(constraints),
                netdev);
        return new ServiceRequest(descriptor, source(service));
    }

    private static Virtualization virtualization(Fields service) {
        var word = service.requiredText("virtualization", DescriptorLimits.NAME_CHARACTERS, "container");
        if (word.isPresent() && !VIRTUALIZATION.matcher(word.get()).matches()) {
            service.wrong(
                    "virtualization", "is " + Fields.shown(word.get()), "write container or unikernel, in lower case");
        }
        if (word.map(Virtualization::of)
                .filter(Virtualization.UNIKERNEL_KVM::equals)
                .isPresent()) {
            service.wrong(
                    "virtualization",
                    "is \"unikernel-kvm\", which says what a worker has",
                    "write unikernel: workers that have it are preferred");
        }
        return Virtualization.of(word.orElse("container"));
    }

    private static List<String> arguments(Fields service, String field) {
        return service.texts(field, DescriptorLimits.ARGUMENTS, DescriptorLimits.PROCESS_BYTES);
    }

    private static List<String> environment(Fields service) {
        var entries = arguments(service, "environment");
        var names = new HashSet<String>();
        for (var i = 0; i < entries.size(); i++) {
            var entry = entries.get(i);
            var equals = entry.indexOf('=');
            if (equals < 0 || !VARIABLE.matcher(entry.substring(0, equals)).matches()) {
                service.wrong(
                        "environment[" + i + "]",
                        "is " + Fields.shown(entry),
                        "write NAME=value; a name has letters, digits and _ and begins with no digit");
            } else if (!names.add(entry.substring(0, equals))) {
                service.wrong(
                        "environment[" + i + "]",
                        "sets " + Fields.shown(entry.substring(0, equals)) + " a second time",
                        "set each variable once");
            }
        }
        return entries;
    }

    private static void checkProcessSize(Fields service, List<List<String>> process) {
        var bytes =
                process.stream().flatMap(List::stream).mapToInt(Fields::bytes).sum();
        if (bytes > DescriptorLimits.PROCESS_BYTES) {
            service.wrong(
                    "cmd",
                    "and environment have " + bytes + " bytes",
                    "at most " + DescriptorLimits.PROCESS_BYTES + " bytes are taken together");
        }
    }

    private static int retries(Fields service, boolean oneShot) {
        var retries = service.whole("retries", DescriptorLimits.RETRIES);
        if (retries > 0 && !oneShot) {
            service.wrong(
                    "retries",
                    "is " + retries + ", but the service is not one_shot",
                    "leave it out: a service that ends is always started again");
        }
        return retries;
    }

    /** A container that owns its worker owns everybody else's instances there, so nobody may ask for one. */
    private static boolean privileged(Fields service) {
        if (service.flag("privileged")) {
            service.wrong("privileged", "is true", "leave it out: Holm gives no container rights over its worker");
        }
        return false;
    }

    /** Fields that Oakestra's schema types and nobody reads. */
    private static void checkIgnored(Fields service) {
        service.text("state", DescriptorLimits.TEXT_CHARACTERS);
        service.text("description", DescriptorLimits.DESCRIPTION_CHARACTERS);
        service.texts("args", DescriptorLimits.ARGUMENTS, DescriptorLimits.PROCESS_BYTES);
    }

    private static Map<String, @Nullable Object> source(Fields service) {
        var source = new LinkedHashMap<String, @Nullable Object>();
        service.values().forEach((name, value) -> source.put(String.valueOf(name), value));
        return source;
    }
}
