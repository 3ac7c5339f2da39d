package holm.e2e.kill;

import holm.e2e.support.LocalImage;
import holm.testing.Documents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Chooses what one lane of traffic writes next, so that there is always something of everything and never too much. */
final class Lane {
    /** Three lanes of three applications of two services: some thirty instances, which two cores start within seconds. */
    private static final int MOST_APPLICATIONS = 3;

    private static final int MOST_SERVICES = 2;
    private static final int MOST_SIMULATED = 4;
    private static final int MOST_CONTAINERS = 2;

    /** One application in so many has real containers. */
    private static final int CONTAINERS_IN = 2;

    private final String prefix;
    private final String image;
    private final Model model = new Model();
    private int created;

    /**
     * @param prefix of the names of its applications, letters and digits
     * @param image {@code code} of its container services
     */
    Lane(String prefix, String image) {
        this.prefix = prefix;
        this.image = image;
    }

    Model model() {
        return model;
    }

    Write next(Random random) {
        var applications = model.applications();
        var services = model.services();
        if (services.isEmpty() || (applications.size() < MOST_APPLICATIONS && random.nextInt(3) == 0)) {
            var number = created++;
            return new Write.CreateApplication(
                    prefix + number, 1 + random.nextInt(MOST_SERVICES), number % CONTAINERS_IN == 0);
        }
        var dice = random.nextInt(20);
        if (dice == 0) {
            return new Write.DeleteApplication(pick(applications, random).id());
        }
        var service = pick(services, random);
        if (dice == 1) {
            return new Write.DeleteService(service.id());
        }
        return change(service, random);
    }

    private static Write change(Model.Service service, Random random) {
        var most = service.container() ? MOST_CONTAINERS : MOST_SIMULATED;
        if (random.nextInt(4) == 0) {
            return new Write.Scale(service.id(), random.nextInt(most + 1));
        }
        var hasRoom = service.wanted().size() < most;
        return service.wanted().isEmpty() || (hasRoom && random.nextInt(3) > 0)
                ? new Write.Deploy(service.id())
                : new Write.Undeploy(
                        service.id(), pick(service.wanted().stream().sorted().toList(), random));
    }

    /** @return the descriptor of a new application */
    Map<String, Object> document(Write.CreateApplication create) {
        var services = new ArrayList<Object>();
        for (var place = 0; place < create.services(); place++) {
            var service = Documents.service("s" + place);
            service.put("vcpus", 0);
            service.put("memory", 16);
            service.put("virtualization", create.container() ? "container" : "simulated");
            service.put("code", create.container() ? image : "simulated/stays");
            service.put("cmd", create.container() ? LocalImage.STAY : List.of());
            services.add(service);
        }
        var document = Documents.valid();
        var application = Documents.application(create.name());
        application.put("microservices", services);
        document.put("applications", List.of(application));
        return document;
    }

    private static <T> T pick(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
