-- What belongs to people is a plain document (architecture.md 4); only the root fills these.
CREATE TABLE organization (
    id VARCHAR(24) PRIMARY KEY,
    name VARCHAR(255) NOT NULL UNIQUE,
    created BIGINT NOT NULL
);
INSERT INTO organization (id, name, created) VALUES ('000000000000000000000001', 'root', 0);

-- roles: Oakestra's words, separated by commas. password_set: when; tokens from before it are void. changed: raised by every write, so that two editors do not overwrite each other.
CREATE TABLE account (
    id VARCHAR(24) PRIMARY KEY,
    name VARCHAR(255) NOT NULL UNIQUE,
    email VARCHAR(320) NOT NULL,
    password_hash VARCHAR(512) NOT NULL,
    roles VARCHAR(1024) NOT NULL,
    organization VARCHAR(24) NOT NULL REFERENCES organization (id),
    created_at VARCHAR(64) NOT NULL,
    password_set BIGINT NOT NULL,
    changed BIGINT NOT NULL
);

-- The commit point of a POST: state is CREATING, ACTIVE or DELETING. No CHECK says so: H2 evaluates one in the session that made the
-- table, and refuses every row once that is closed (2.5.252: "The database has been closed").
CREATE TABLE application (
    id VARCHAR(24) PRIMARY KEY,
    owner VARCHAR(255) NOT NULL,
    name VARCHAR(255) NOT NULL,
    namespace VARCHAR(255) NOT NULL,
    description VARCHAR NOT NULL,
    state VARCHAR(16) NOT NULL,
    document VARCHAR NOT NULL,
    created BIGINT NOT NULL,
    UNIQUE (owner, name, namespace)
);

-- status and answer are NULL while the first request is still under way.
CREATE TABLE idempotency_key (
    owner VARCHAR(255) NOT NULL,
    idempotency_key VARCHAR(255) NOT NULL,
    request VARCHAR(1024) NOT NULL,
    body_digest VARCHAR(128) NOT NULL,
    status INTEGER,
    answer VARCHAR,
    created BIGINT NOT NULL,
    PRIMARY KEY (owner, idempotency_key)
);
CREATE INDEX idempotency_key_created ON idempotency_key (created);
