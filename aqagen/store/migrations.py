"""The schema, as an append-only list of named steps.

A released step is never edited: a change is a new step at the end. The store records the
names that it has; a name it has and this list lacks means that a newer aqagen wrote it.
All times are UTC, all ids are content hashes (`aqagen/ids.py`).
"""

__all__ = ["MIGRATIONS"]

MIGRATIONS: tuple[tuple[str, str], ...] = (
    (
        "0001-foundation",
        """
        CREATE TABLE clips (
            clip_id VARCHAR PRIMARY KEY, dataset VARCHAR NOT NULL, split VARCHAR NOT NULL,
            file_name VARCHAR NOT NULL, audio_path VARCHAR, duration_s DOUBLE,
            freesound_id VARCHAR, license VARCHAR, metadata JSON NOT NULL
        );
        CREATE TABLE source_rows (
            row_id VARCHAR NOT NULL, dataset VARCHAR NOT NULL, split VARCHAR NOT NULL,
            clip_id VARCHAR NOT NULL, metadata JSON NOT NULL, facts JSON NOT NULL,
            file VARCHAR NOT NULL, line INTEGER NOT NULL, created_at TIMESTAMP NOT NULL
        );
        CREATE TABLE readings (
            reading_id VARCHAR NOT NULL, dataset VARCHAR NOT NULL, complete BOOLEAN NOT NULL,
            skipped JSON NOT NULL, created_at TIMESTAMP NOT NULL
        );
        CREATE TABLE reading_rows (
            reading_id VARCHAR NOT NULL, position BIGINT NOT NULL, row_id VARCHAR NOT NULL
        );
        CREATE TABLE skipped_rows (
            skip_id VARCHAR NOT NULL, dataset VARCHAR NOT NULL, split VARCHAR NOT NULL,
            file VARCHAR NOT NULL, line INTEGER NOT NULL, reason VARCHAR NOT NULL,
            detail VARCHAR NOT NULL, created_at TIMESTAMP NOT NULL
        );
        CREATE TABLE request_configs (
            config_id VARCHAR PRIMARY KEY, model VARCHAR NOT NULL, prompt_name VARCHAR NOT NULL,
            prompt_hash VARCHAR NOT NULL, prompt_text VARCHAR NOT NULL, settings JSON NOT NULL,
            created_at TIMESTAMP NOT NULL
        );
        CREATE TABLE completions (
            completion_id VARCHAR NOT NULL, request_id VARCHAR NOT NULL, attempt INTEGER NOT NULL,
            dataset VARCHAR NOT NULL, row_id VARCHAR NOT NULL, model VARCHAR NOT NULL,
            prompt_name VARCHAR NOT NULL, prompt_hash VARCHAR NOT NULL, text VARCHAR,
            finish_reason VARCHAR, prompt_tokens INTEGER, completion_tokens INTEGER,
            latency_ms DOUBLE, error VARCHAR, parse_reason VARCHAR, created_at TIMESTAMP NOT NULL,
            config_id VARCHAR NOT NULL, sample INTEGER NOT NULL, origin VARCHAR NOT NULL,
            n_items INTEGER
        );
        CREATE SEQUENCE item_seq;
        CREATE TABLE items (
            item_id VARCHAR NOT NULL, dataset VARCHAR NOT NULL, split VARCHAR NOT NULL,
            clip_id VARCHAR NOT NULL, row_id VARCHAR NOT NULL, question VARCHAR NOT NULL,
            options VARCHAR[] NOT NULL, answer_index INTEGER NOT NULL, origin VARCHAR NOT NULL,
            completion_id VARCHAR, created_at TIMESTAMP NOT NULL,
            seq BIGINT NOT NULL DEFAULT nextval('item_seq')
        );
        CREATE TABLE checks (
            check_name VARCHAR NOT NULL, check_version INTEGER NOT NULL, reason VARCHAR NOT NULL,
            action VARCHAR NOT NULL
        );
        CREATE TABLE verdicts (
            item_id VARCHAR NOT NULL, check_name VARCHAR NOT NULL, check_version INTEGER NOT NULL,
            status VARCHAR NOT NULL, reason VARCHAR NOT NULL, detail JSON NOT NULL,
            created_at TIMESTAMP NOT NULL
        );
        CREATE TABLE check_runs (
            check_name VARCHAR NOT NULL, check_version INTEGER NOT NULL, scope VARCHAR NOT NULL,
            n_items BIGINT NOT NULL, n_fail BIGINT NOT NULL, n_undecided BIGINT NOT NULL,
            created_at TIMESTAMP NOT NULL, last_seq BIGINT NOT NULL
        );
        CREATE TABLE probes (
            item_id VARCHAR NOT NULL, probe VARCHAR NOT NULL, model VARCHAR NOT NULL,
            trials INTEGER NOT NULL, correct INTEGER NOT NULL, detail JSON NOT NULL
        );

        CREATE VIEW rejected_completions AS
        SELECT *, parse_reason AS reason FROM completions WHERE n_items = 0;

        -- How far each dataset has been judged by every check that is in force: the items up
        -- to this seq. A dataset that one check has not looked at yet is at 0.
        CREATE VIEW judged_up_to AS
        SELECT dataset, min(last_seq) AS last_seq FROM (
            SELECT d.dataset, c.check_name, coalesce(max(r.last_seq), 0) AS last_seq
            FROM (SELECT DISTINCT dataset FROM items) d CROSS JOIN checks c
            LEFT JOIN check_runs r ON r.check_name = c.check_name
                AND r.check_version = c.check_version AND r.scope = d.dataset
            GROUP BY d.dataset, c.check_name
        ) GROUP BY dataset;

        -- One row per item and dropping reason, from the versions of the checks in force.
        CREATE VIEW dropped_items AS
        SELECT i.item_id, v.reason, v.check_name, v.detail, i.dataset, i.split, i.clip_id,
            i.row_id, i.question, i.options, i.answer_index, i.origin, i.completion_id
        FROM items i
        JOIN verdicts v ON v.item_id = i.item_id AND v.status = 'fail'
        JOIN checks c ON c.check_name = v.check_name AND c.check_version = v.check_version
            AND c.action = 'drop';

        -- Judged by every check in force, and dropped by none.
        CREATE VIEW kept_items AS
        SELECT i.* FROM items i
        JOIN judged_up_to j ON j.dataset = i.dataset AND i.seq <= j.last_seq
        ANTI JOIN dropped_items d ON d.item_id = i.item_id;
        """,
    ),
    (
        "0002-curation",
        """
        -- A check that is not required (a judge) drops what it has seen and rejects; what it
        -- has not seen is kept all the same.
        ALTER TABLE checks ADD COLUMN required BOOLEAN DEFAULT TRUE;

        -- An item that was repaired, and what came of it.
        CREATE TABLE successors (
            item_id VARCHAR NOT NULL, successor_id VARCHAR NOT NULL, fixes JSON NOT NULL,
            created_at TIMESTAMP NOT NULL
        );
        -- What a file of audio is, as it was found on this machine; status is ok, missing or
        -- unreadable, format is by content.
        CREATE TABLE audio_facts (
            clip_id VARCHAR NOT NULL, audio_path VARCHAR NOT NULL, size_bytes BIGINT,
            modified_ns BIGINT, status VARCHAR NOT NULL, format VARCHAR, duration_s DOUBLE,
            sample_rate_hz INTEGER, n_channels INTEGER, rms_dbfs DOUBLE, peak_dbfs DOUBLE,
            sha256 VARCHAR, detail VARCHAR, created_at TIMESTAMP NOT NULL
        );
        -- What models said of items: judges and probes. purpose is judge, text-only, silence, ...
        CREATE TABLE item_completions (
            completion_id VARCHAR NOT NULL, item_id VARCHAR NOT NULL, purpose VARCHAR NOT NULL,
            trial INTEGER NOT NULL, config_id VARCHAR NOT NULL, model VARCHAR NOT NULL,
            text VARCHAR, finish_reason VARCHAR, prompt_tokens INTEGER,
            completion_tokens INTEGER, latency_ms DOUBLE, error VARCHAR,
            detail JSON NOT NULL, created_at TIMESTAMP NOT NULL
        );
        -- A judge's mean score of an item by dimension; verdicts follow from it.
        CREATE TABLE judgements (
            item_id VARCHAR NOT NULL, model VARCHAR NOT NULL, config_id VARCHAR NOT NULL,
            dimension VARCHAR NOT NULL, score DOUBLE NOT NULL, votes INTEGER NOT NULL,
            detail JSON NOT NULL, created_at TIMESTAMP NOT NULL
        );

        CREATE OR REPLACE VIEW judged_up_to AS
        SELECT dataset, min(last_seq) AS last_seq FROM (
            SELECT d.dataset, c.check_name, coalesce(max(r.last_seq), 0) AS last_seq
            FROM (SELECT DISTINCT dataset FROM items) d
            CROSS JOIN (SELECT DISTINCT check_name, check_version FROM checks WHERE required) c
            LEFT JOIN check_runs r ON r.check_name = c.check_name
                AND r.check_version = c.check_version AND r.scope IN (d.dataset, '*')
            GROUP BY d.dataset, c.check_name
        ) GROUP BY dataset;

        CREATE OR REPLACE VIEW dropped_items AS
        SELECT i.item_id, v.reason, v.check_name, v.detail, i.dataset, i.split, i.clip_id,
            i.row_id, i.question, i.options, i.answer_index, i.origin, i.completion_id
        FROM items i
        JOIN verdicts v ON v.item_id = i.item_id AND v.status = 'fail'
        JOIN checks c ON c.check_name = v.check_name AND c.check_version = v.check_version
            AND c.reason = v.reason AND c.action = 'drop'
        ANTI JOIN successors s ON s.item_id = i.item_id;

        -- Judged by every check in force, dropped by none, and not replaced by a repaired one.
        CREATE OR REPLACE VIEW kept_items AS
        SELECT i.* FROM items i
        JOIN judged_up_to j ON j.dataset = i.dataset AND i.seq <= j.last_seq
        ANTI JOIN dropped_items d ON d.item_id = i.item_id
        ANTI JOIN successors s ON s.item_id = i.item_id;
        """,
    ),
    (
        "0003-policy",
        """
        -- What the user wants of reasons, over the checks' own actions.
        CREATE TABLE policy (reason VARCHAR NOT NULL, action VARCHAR NOT NULL);
        """,
    ),
)
