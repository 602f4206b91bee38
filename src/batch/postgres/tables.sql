-- Milliseconds since 1970, by the clock of the database.
CREATE FUNCTION sphinx_case_now() RETURNS bigint LANGUAGE sql VOLATILE
    AS 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint';

-- The numbers of processes. Each holds an advisory lock with its number as long as its session lasts.
CREATE SEQUENCE sphinx_case_batch_workers AS integer CYCLE;

CREATE TABLE sphinx_case_batches (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    file text NOT NULL DEFAULT '',
    size bigint NOT NULL DEFAULT 0,
    sha256 text NOT NULL DEFAULT '',
    base_url text NOT NULL DEFAULT '',
    options text NOT NULL DEFAULT '',
    begun text NOT NULL DEFAULT '',
    program text NOT NULL DEFAULT '',
    -- When the next request may be sent, if there is a maximum rate.
    next_request timestamptz NOT NULL DEFAULT now(),
    -- No line is sent before, because the API asked for a pause.
    paused_until timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE sphinx_case_batch_lines (
    batch integer NOT NULL REFERENCES sphinx_case_batches ON DELETE CASCADE,
    number bigint NOT NULL,                      -- from 1; blank lines count
    start bigint NOT NULL,                       -- of its bytes in the file
    length bigint NOT NULL,
    payload bytea,                               -- SHA-256 of what is sent; the body itself holds personal data
    identity bytea,                              -- SHA-256 of customer, webhook_url and delete_after
    state text NOT NULL,
    worker integer,                              -- the process that sent it last
    attempts integer NOT NULL DEFAULT 0,
    resent integer NOT NULL DEFAULT 0,           -- attempts after one that may have created a case
    doubtful boolean NOT NULL DEFAULT false,     -- whether an attempt may have created a case that is not known
    again boolean NOT NULL DEFAULT false,        -- whether it is to be sent although it is doubtful
    first_sent bigint,                           -- milliseconds of the clock of the database: of the first doubtful attempt
    last_sent bigint,
    noticed bigint,
    case_id bigint,
    reconciled boolean NOT NULL DEFAULT false,
    status integer,
    request_id text,
    reason text,
    issues text,
    external_id text,                            -- if cases are created exactly once
    existed boolean NOT NULL DEFAULT false,      -- whether a case had this external ID before the line was sent first
    PRIMARY KEY (batch, number)
);
CREATE INDEX sphinx_case_batch_lines_state ON sphinx_case_batch_lines (batch, state, number);
CREATE INDEX sphinx_case_batch_lines_identity ON sphinx_case_batch_lines (batch, identity) WHERE identity IS NOT NULL;
