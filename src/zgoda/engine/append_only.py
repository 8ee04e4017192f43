"""The triggers that make a table append-only, for SQLite and PostgreSQL: the journal's, and the desk's log.

Only two callers lift them: a test that tampers on purpose, and the test runner when it empties the tables.
A later migration that rebuilds the table on SQLite must call `guard_statements` again, because the rebuilt
table comes without triggers.
"""

TABLE = "engine_journalentry"
_REFUSALS = {TABLE: "the journal is append-only"}


def guard_statements(vendor: str, table: str = TABLE) -> list[str]:
    """SQL that puts the guard up; it may be run twice."""
    refusal = _REFUSALS.get(table, "this log is append-only")
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        (
            f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$"
        ),
        (
            f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
        ),
    ]


def lift_statements(vendor: str, table: str = TABLE) -> list[str]:
    """SQL that takes the guard down."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for verb in ("update", "delete")]
    return [f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}"]
