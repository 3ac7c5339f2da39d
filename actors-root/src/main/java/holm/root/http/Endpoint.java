package holm.root.http;

import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;

/** One line of the route table: the router, the metrics and the check of the OpenAPI document all read it. */
public record Endpoint(HttpMethod method, PathTemplate path, Access access, Handler handler) {
    public static Endpoint get(String path, Access access, Handler handler) {
        return new Endpoint(HttpMethods.GET, PathTemplate.of(path), access, handler);
    }

    public static Endpoint post(String path, Access access, Handler handler) {
        return new Endpoint(HttpMethods.POST, PathTemplate.of(path), access, handler);
    }

    public static Endpoint put(String path, Access access, Handler handler) {
        return new Endpoint(HttpMethods.PUT, PathTemplate.of(path), access, handler);
    }

    public static Endpoint delete(String path, Access access, Handler handler) {
        return new Endpoint(HttpMethods.DELETE, PathTemplate.of(path), access, handler);
    }

    @Override
    public String toString() {
        return method.name() + " " + path.text();
    }
}
