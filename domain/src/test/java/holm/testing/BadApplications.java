package holm.testing;

import static holm.testing.Documents.list;
import static holm.testing.Documents.object;

import java.util.ArrayList;
import java.util.Collections;

/** What can be wrong with a document and with an application in it. */
final class BadApplications extends BadDescriptorTable {
    BadApplications() {
        documents();
        applications();
    }

    private void documents() {
        document("no version", "sla_version", document -> document.remove("sla_version"));
        document("an old version", "sla_version", document -> document.put("sla_version", "v1.0"));
        document("an unknown version", "sla_version", document -> document.put("sla_version", "2"));
        document("a version that is a number", "sla_version", document -> document.put("sla_version", 2.0));
        document("no customer", "customerID", document -> document.remove("customerID"));
        document("a customer that is a number", "customerID", document -> document.put("customerID", 1));
        document("no applications", "applications", document -> document.remove("applications"));
        document("an empty list of applications", "applications", document -> document.put("applications", list()));
        document("applications that are an object", "applications", document -> document.put("applications", object()));
        document("applications that are null", "applications", document -> document.put("applications", null));
        document(
                "an application that is a text",
                "applications[0]",
                document -> document.put("applications", list("shop")));
        document(
                "too many applications",
                "applications",
                document -> document.put("applications", new ArrayList<>(Collections.nCopies(101, object()))));
        document("args that are a text", "args", document -> document.put("args", "x"));
        document(
                "the same application twice",
                "applications[1].application_name",
                document -> document.put(
                        "applications", list(Documents.application("shop"), Documents.application("shop"))));
        document("a NUL in an unknown field", "note", document -> document.put("note", "a\0b"));
        document("nesting without end", deepPath(), document -> document.put("note", deep()));
    }

    private static String deepPath() {
        return "note" + "[0]".repeat(32);
    }

    private static Object deep() {
        Object value = "bottom";
        for (var level = 0; level < 60; level++) {
            value = list(value);
        }
        return value;
    }

    private void applications() {
        application("no application name", "application_name", application -> application.remove("application_name"));
        application(
                "an empty application name",
                "application_name",
                application -> application.put("application_name", ""));
        application(
                "an application name with a dash",
                "application_name",
                application -> application.put("application_name", "my-shop"));
        application(
                "an application name of 31 letters",
                "application_name",
                application -> application.put("application_name", "a".repeat(31)));
        application(
                "an application name that is null",
                "application_name",
                application -> application.put("application_name", null));
        application(
                "no application namespace",
                "application_namespace",
                application -> application.remove("application_namespace"));
        application(
                "an application namespace with a dot",
                "application_namespace",
                application -> application.put("application_namespace", "a.b"));
        application(
                "an id of a wrong shape",
                "applicationID",
                application -> application.put("applicationID", "../../etc/passwd"));
        application("an id that is a number", "applicationID", application -> application.put("applicationID", 7));
        application(
                "a description that is a list",
                "application_desc",
                application -> application.put("application_desc", list()));
        application(
                "a description without end",
                "application_desc",
                application -> application.put("application_desc", "x".repeat(5_000)));
        application("no microservices", "microservices", application -> application.remove("microservices"));
        application(
                "microservices that are an object",
                "microservices",
                application -> application.put("microservices", object()));
        application(
                "a microservice that is a number",
                "microservices[0]",
                application -> application.put("microservices", list(1)));
        application(
                "too many microservices",
                "microservices",
                application -> application.put("microservices", new ArrayList<>(Collections.nCopies(501, object()))));
        application(
                "the same microservice twice",
                "microservices[1].microservice_name",
                application ->
                        application.put("microservices", list(Documents.service("web"), Documents.service("web"))));
    }
}
