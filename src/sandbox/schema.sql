-- Times are microseconds since 1970. Free JSON is text, so that no digit of it is lost.
CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    external_id TEXT UNIQUE,
    full_name TEXT NOT NULL,
    customer_type TEXT,
    input_details TEXT
) STRICT;
-- Customers of any number can appear, so the number of the next new one is kept apart.
CREATE TABLE next_customer (id INTEGER NOT NULL) STRICT;
INSERT INTO next_customer VALUES (1);
CREATE TABLE cases (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    webhook_url TEXT,
    delete_after INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    decided_at INTEGER,
    -- Whether the webhook's result is recorded.
    is_told INTEGER NOT NULL DEFAULT 0,
    request_id TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX cases_of_customer ON cases (customer_id);
CREATE INDEX cases_to_tell ON cases (decided_at) WHERE webhook_url IS NOT NULL AND is_told = 0;
CREATE TABLE checks (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases (id),
    check_type TEXT,
    input_details TEXT,
    delete_after INTEGER
) STRICT;
CREATE INDEX checks_of_case ON checks (case_id);
CREATE TABLE tokens (token TEXT PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL,
    url TEXT NOT NULL,
    at INTEGER NOT NULL,
    result TEXT NOT NULL,
    status INTEGER,
    error TEXT
) STRICT;
