package holm.e2e.bad;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Paths, ids, methods, queries and tokens that are wrong. */
final class Addresses {
    private static final String UNKNOWN = "0123456789abcdef01234567";
    private final Scene scene;
    private final List<BadRequest> all = new ArrayList<>();

    private Addresses(Scene scene) {
        this.scene = scene;
    }

    static List<BadRequest> all(Scene scene, Map<String, String> forgeries) {
        var table = new Addresses(scene);
        table.ids();
        table.numbers();
        table.foreign();
        table.paths();
        table.methods();
        table.queries();
        table.missingTokens();
        forgeries.forEach(table::forged);
        table.accounts();
        return table.all;
    }

    private void ids() {
        for (var id : List.of(
                UNKNOWN,
                "x",
                "0",
                "-1",
                "0123456789ABCDEF01234567",
                UNKNOWN + "0",
                "%00",
                "..%2f..%2fetc",
                "%F0%9F%A6%A2",
                "null",
                "a".repeat(2_000))) {
            var shown = id.length() > 30 ? "of 2,000 letters" : id;
            all.add(owner("the application " + shown, "GET", "/api/application/" + id));
            all.add(owner("the application " + shown, "DELETE", "/api/application/" + id));
            all.add(owner("the service " + shown, "GET", "/api/service/" + id));
            all.add(owner("the service " + shown, "DELETE", "/api/service/" + id));
            all.add(owner("the service " + shown, "POST", "/api/service/" + id + "/instance"));
            all.add(owner("workers of the cluster " + shown, "GET", "/api/clusters/" + id + "/workers"));
            all.add(owner("the worker " + shown, "DELETE", "/api/clusters/" + UNKNOWN + "/workers/" + id));
        }
        all.add(owner("services of an unknown application", "GET", "/api/services/" + UNKNOWN)
                .expect(404));
        all.add(owner("applications of an unknown user", "GET", "/api/applications/" + UNKNOWN)
                .expect(404));
        all.add(owner("replicas of an unknown service", "PUT", "/api/service/" + UNKNOWN + "/replicas")
                .json(Map.of("replicas", 1))
                .expect(404));
        all.add(owner("logs of an unknown service", "GET", "/api/service/" + UNKNOWN + "/instance/0/logs")
                .expect(404));
        all.add(owner("an unknown cluster", "GET", "/api/v1/resources/" + UNKNOWN));
    }

    private void numbers() {
        for (var number : List.of("99", "-2", "abc", "1.0", "0x0", "1e1", "99999999999999999999", "%20", "+0")) {
            all.add(owner("the instance " + number, "DELETE", instance(number)));
            all.add(owner("logs of the instance " + number, "GET", instance(number) + "/logs"));
        }
    }

    /** To a stranger nothing of others exists: 404, as for an unknown id. */
    private void foreign() {
        var service = "/api/service/" + scene.service();
        var application = "/api/application/" + scene.application();
        all.add(stranger("an application", "GET", application));
        all.add(stranger("an application", "DELETE", application));
        all.add(stranger("an application", "PUT", application).json(Map.of("application_desc", "mine now")));
        all.add(stranger("services", "GET", "/api/services/" + scene.application()));
        all.add(stranger("a service", "GET", service));
        all.add(stranger("a service", "DELETE", service));
        all.add(stranger("a service", "PUT", service).json(Scene.document("standing")));
        all.add(stranger("a service", "POST", service + "/instance"));
        all.add(stranger("replicas", "PUT", service + "/replicas").json(Map.of("replicas", 0)));
        all.add(stranger("an instance", "DELETE", instance("0")));
        all.add(stranger("all instances", "DELETE", instance("-1")));
        all.add(stranger("logs", "GET", instance("0") + "/logs"));
        all.add(stranger("followed logs", "GET", instance("0") + "/logs?follow=true"));
    }

    private void paths() {
        for (var path : List.of(
                "/api",
                "/api/nothing",
                "/api/service",
                "/api/application/a/b/c",
                "/api/service/" + scene.service() + "/instances",
                "/api/auth",
                "/nothing",
                "/etc/passwd")) {
            all.add(owner("nothing there", "GET", path));
        }
    }

    private void methods() {
        for (var method : List.of("PATCH", "DELETE", "PUT")) {
            all.add(owner("a method that is not taken", method, "/api/applications")
                    .expect(405));
            all.add(owner("a method that is not taken", method, "/api/clusters").expect(405));
        }
        all.add(owner("a method that is not taken", "GET", "/api/auth/login").expect(405));
        all.add(owner("a method that is not taken", "POST", "/api/applications").expect(405));
        all.add(owner("a method that is not taken", "POST", "/api/service/" + scene.service())
                .expect(405));
        all.add(owner("a method that is not taken", "PATCH", "/api/service/" + scene.service())
                .expect(405));
        all.add(owner("a method that is not taken", "PUT", "/api/service/" + scene.service() + "/instance")
                .expect(405));
        all.add(owner("a method of one's own", "FROBNICATE", "/api/applications"));
    }

    private void queries() {
        for (var query : List.of(
                "tail=-1",
                "tail=x",
                "tail=1.5",
                "tail=99999999999",
                "since=yesterday",
                "since=-5",
                "follow=maybe",
                "format=pdf")) {
            all.add(owner("logs with " + query, "GET", instance("0") + "/logs?" + query)
                    .naming(query.replaceAll("=.*", "")));
        }
        all.add(owner("events since a word", "GET", "/api/events?since=yesterday")
                .naming("since"));
        all.add(owner("events since a negative number", "GET", "/api/events?since=-1")
                .naming("since"));
        all.add(owner("events after a word", "GET", "/api/events").header("Last-Event-ID", "x"));
    }

    private void missingTokens() {
        for (var path : List.of(
                "/api/applications",
                "/api/application/" + scene.application(),
                "/api/services",
                "/api/service/" + scene.service(),
                "/api/clusters",
                "/api/clusters/active",
                "/api/events",
                "/api/users",
                "/api/user/alice",
                "/api/permission/alice",
                instance("0") + "/logs",
                "/api/v1/resources",
                "/api/nothing")) {
            all.add(BadRequest.get("no token", path).expect(401));
        }
        all.add(BadRequest.of("no token", "POST", "/api/application")
                .json(Scene.document("nobody"))
                .expect(401));
        all.add(BadRequest.of("no token", "DELETE", "/api/service/" + scene.service())
                .expect(401));
        all.add(BadRequest.of("no token", "POST", "/api/service/" + scene.service() + "/instance")
                .expect(401));
        all.add(BadRequest.of("no token", "POST", "/api/auth/refresh")
                .text("{}")
                .expect(401));
        for (var header : List.of(
                "Basic QWRtaW46QWRtaW4=",
                "Bearer",
                "bearer,",
                scene.owner().token(),
                "Bearer " + scene.owner().token() + " x")) {
            all.add(BadRequest.get(
                            "the header '%s'".formatted(header.length() > 30 ? header.substring(0, 30) + "…" : header),
                            "/api/applications")
                    .header("Authorization", header)
                    .expect(401));
        }
        all.add(BadRequest.get(
                        "a token in the query",
                        "/api/applications?token=" + scene.owner().token())
                .expect(401));
        all.add(owner("an access token for a refresh", "POST", "/api/auth/refresh")
                .text("{}")
                .expect(401));
    }

    private void forged(String what, String token) {
        all.add(BadRequest.get("a token that " + what, "/api/applications")
                .as(token)
                .expect(401));
        all.add(BadRequest.of("a token that " + what, "DELETE", "/api/application/" + scene.application())
                .as(token)
                .expect(401));
    }

    private void accounts() {
        all.add(login("a wrong password", Map.of("username", Scene.OWNER, "password", "wrong"))
                .expect(401));
        all.add(login("an unknown user", Map.of("username", "nobody", "password", "wrong"))
                .expect(401));
        all.add(login("an empty password", Map.of("username", Scene.OWNER, "password", "")));
        all.add(login("no password", Map.of("username", Scene.OWNER)).naming("password"));
        all.add(login("no user", Map.of("password", "x")).naming("username"));
        all.add(login("a user that is a list", Map.of("username", List.of("Admin"), "password", "Admin"))
                .naming("username"));
        all.add(login(
                "an unknown organization",
                Map.of("username", "Admin", "password", "Admin", "organization_name", "nowhere")));
        all.add(login("a text", "Admin"));
        all.add(owner("registration by a user", "POST", "/api/auth/register")
                .json(registration("eve", "secret 1"))
                .expect(403));
        all.add(owner("the list of users for a user", "GET", "/api/users").expect(403));
        all.add(owner("the deletion of a user by a user", "DELETE", "/api/user/" + Scene.STRANGER)
                .expect(403));
        all.add(owner("the permissions of another user", "GET", "/api/permission/" + Scene.STRANGER));
        all.add(owner("another user", "GET", "/api/user/" + Scene.STRANGER));
        all.add(admin("a taken user name", "POST", "/api/auth/register")
                .json(registration(Scene.OWNER, "secret 1"))
                .expect(409)
                .naming("name"));
        all.add(admin("an empty user name", "POST", "/api/auth/register")
                .json(registration("", "secret 1"))
                .naming("name"));
        all.add(admin("a user name with a slash", "POST", "/api/auth/register")
                .json(registration("a/b", "secret 1"))
                .naming("name"));
        all.add(admin("an empty new password", "POST", "/api/auth/register")
                .json(registration("eve", ""))
                .naming("password"));
        all.add(admin("a password without end", "POST", "/api/auth/register")
                .json(registration("eve", "x".repeat(5_000)))
                .naming("password"));
        all.add(admin("an unknown role", "POST", "/api/auth/register")
                .json(Map.of("name", "eve", "password", "secret 1", "roles", List.of("King")))
                .naming("roles[0]"));
        all.add(admin("no user name", "POST", "/api/auth/register")
                .json(Map.of("password", "secret 1"))
                .naming("name"));
        all.add(admin("an unknown user", "GET", "/api/user/nobody").expect(404));
        all.add(admin("an unknown user", "DELETE", "/api/user/nobody").expect(404));
        all.add(owner("a wrong old password", "POST", "/api/user/" + Scene.OWNER)
                .json(Map.of("oldPassword", "wrong", "newPassword", "secret 2"))
                .naming("oldPassword"));
        all.add(owner("another's password", "POST", "/api/user/" + Scene.STRANGER)
                .json(Map.of("oldPassword", Scene.PASSWORD, "newPassword", "secret 2")));
    }

    private static Map<String, Object> registration(String name, String password) {
        return Map.of(
                "name",
                name,
                "password",
                password,
                "email",
                "eve@example.org",
                "created_at",
                "2026-01-01",
                "roles",
                List.of());
    }

    private static BadRequest login(String name, Object body) {
        return BadRequest.of("a login with " + name, "POST", "/api/auth/login").json(body);
    }

    private BadRequest owner(String name, String method, String path) {
        return BadRequest.of(name, method, path).as(scene.owner().token());
    }

    private BadRequest admin(String name, String method, String path) {
        return BadRequest.of(name, method, path).as(scene.admin().token());
    }

    private BadRequest stranger(String name, String method, String path) {
        return BadRequest.of("of another user: " + name, method, path)
                .as(scene.stranger().token())
                .expect(404);
    }

    private String instance(String number) {
        return "/api/service/" + scene.service() + "/instance/" + number;
    }
}
