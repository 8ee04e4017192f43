"""The triggers that make the journal's table append-only, for SQLite and PostgreSQL.

Only two callers lift them: a test that tampers on purpose, and the test runner when it empties the tables.
A later migration that rebuilds the table on SQLite must call `guard_statements` again, because the rebuilt
table comes without triggers.
"""

TABLE = "engine_journalentry"
_REFUSAL = "the journal is append-only"


def guard_statements(vendor: str) -> list[str]:
    """SQL that puts the guard up; it may be run twice."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        (
            f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
        ),
        (
            f"CREATE OR REPLACE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
            f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()"
        ),
    ]


def lift_statements(vendor: str) -> list[str]:
    """SQL that takes the guard down."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb}" for verb in ("update", "delete")]
    return [f"DROP TRIGGER IF EXISTS {TABLE}_no_change ON {TABLE}"]
