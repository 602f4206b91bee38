-- One row: which keys these are.
CREATE TABLE sphinx_case_relay (
    instance text NOT NULL
);
INSERT INTO sphinx_case_relay VALUES (replace(gen_random_uuid()::text, '-', ''));

-- Two APIs do not share keys. No request body is stored. The rows are removed ten minutes after their request.
CREATE TABLE sphinx_case_relay_keys (
    api text NOT NULL,
    key text NOT NULL,
    -- The SHA-256 of key and body.
    request_hash bytea NOT NULL,
    -- Whether the request has an external ID, so that it can be sent again when its outcome is unknown.
    is_repeatable boolean NOT NULL,
    claim bigint NOT NULL,
    -- Whether an earlier claim may have created the case.
    may_exist boolean NOT NULL DEFAULT false,
    -- When this time has passed and there is no result, the relay that sent the request has ended: the outcome is unknown.
    leased_until timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    -- The response for the page: the created case, or problem details.
    created_case text,
    problem text,
    retry_after_ms bigint,
    is_not_created boolean NOT NULL DEFAULT false,
    PRIMARY KEY (api, key)
);
CREATE INDEX sphinx_case_relay_keys_expiry ON sphinx_case_relay_keys (expires_at);

-- The cases that pages can read.
CREATE TABLE sphinx_case_relay_cases (
    api text NOT NULL,
    id bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (api, id)
);
CREATE INDEX sphinx_case_relay_cases_age ON sphinx_case_relay_cases (created_at);
