"""The schema of a PostgreSQL database, from its catalogue; what belongs to an extension is none of it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from dovetail.suites.migration.schema.conditions import with_listed_values
from dovetail.suites.migration.schema.schema import Column, Execute, ForeignKey, Schema, Table

_OWN = """n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.objid = {} AND e.deptype = 'e')"""
_NAME = "CASE WHEN n.nspname = 'public' THEN {0} ELSE n.nspname || '.' || {0} END"

_COLUMNS = f"""
    SELECT {_NAME.format("c.relname")}, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
        CASE WHEN a.attidentity <> '' THEN 'identity' ELSE pg_get_expr(d.adbin, d.adrelid) END,
        a.attidentity = 'a' OR a.attgenerated <> '', coalesce(nullif(t.typbasetype, 0), t.oid)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relkind IN ('r', 'p') AND {_OWN.format("c.oid")} ORDER BY 1, a.attnum
"""
_CONSTRAINTS = f"""
    SELECT {_NAME.format("c.relname")}, k.conname, k.contype::text, pg_get_constraintdef(k.oid),
        ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(num, place)
              JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num ORDER BY u.place),
        (SELECT CASE WHEN m.nspname = 'public' THEN r.relname::text ELSE m.nspname || '.' || r.relname END
         FROM pg_class r JOIN pg_namespace m ON m.oid = r.relnamespace WHERE r.oid = k.confrelid),
        ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u(num, place)
              JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num ORDER BY u.place)
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND {_OWN.format("c.oid")}
"""
_ENUMS = f"""
    SELECT t.oid, {_NAME.format("t.typname")}, e.enumlabel
    FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE {_OWN.format("t.oid")} ORDER BY 2, e.enumsortorder
"""
_PARTS = f"""
    SELECT {_NAME.format("c.relname")}, 'index', pg_get_indexdef(c.oid)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid) AND {_OWN.format("c.oid")}
    UNION ALL
    SELECT {_NAME.format("c.relname")}, 'view', pg_get_viewdef(c.oid)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('v', 'm') AND {_OWN.format("c.oid")}
    UNION ALL
    SELECT {_NAME.format("c.relname")}, 'sequence', 'sequence'
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'S' AND NOT EXISTS (SELECT 1 FROM pg_depend o WHERE o.objid = c.oid AND o.deptype IN ('a', 'i'))
        AND {_OWN.format("c.oid")}
    UNION ALL
    SELECT {_NAME.format("t.typname")}, 'domain', format_type(t.typbasetype, t.typtypmod)
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'd' AND {_OWN.format("t.oid")}
    UNION ALL
    SELECT {_NAME.format("p.proname")} || '(' || pg_get_function_identity_arguments(p.oid) || ')', 'function', p.prosrc
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {_OWN.format("p.oid")}
    UNION ALL
    SELECT g.tgname, 'trigger', pg_get_triggerdef(g.oid)
    FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT g.tgisinternal AND {_OWN.format("c.oid")}
    UNION ALL
    SELECT n.nspname, 'schema', 'schema' FROM pg_namespace n
    WHERE n.nspname <> 'public' AND {_OWN.format("n.oid")}
"""


def read(execute: Execute, without: Collection[str]) -> Schema:
    """Read the schema, without the tables that are the migration tool's own."""
    labels: dict[int, tuple[str, ...]] = {}
    enums: dict[str, tuple[str, ...]] = {}
    for oid, name, label in execute(_ENUMS):
        labels[oid] = enums[name] = (*enums.get(name, ()), label)
    columns: dict[str, dict[str, Column]] = {}
    for table, column, type_, not_null, default, generated, type_oid in execute(_COLUMNS):
        held = columns.setdefault(table, {})
        if column is not None:
            held[column] = Column(column, type_, not not_null, default, labels.get(type_oid, ()), generated)
    keys: dict[str, tuple[str, ...]] = {}
    foreign: dict[str, list[ForeignKey]] = {}
    checks: dict[str, set[str]] = {}
    parts = {f"type {name}": f"ENUM {values}" for name, values in enums.items()}
    for table, name, kind, text, over, to, referred in execute(_CONSTRAINTS):
        if table in without:
            continue
        if kind == "p":
            keys[table] = tuple(over)
        elif kind == "f":
            foreign.setdefault(table, []).append(ForeignKey(tuple(over), to, tuple(referred)))
        elif kind == "c":
            checks.setdefault(table, set()).add(text)
        parts[f"{table} constraint {name}"] = text
    for name, kind, text in execute(_PARTS):
        parts[f"{kind} {name}"] = hashlib.sha256(text.encode()).hexdigest()[:12] if kind == "function" else text
    tables = {
        name: Table(
            name, with_listed_values(held, checks.get(name, ())), keys.get(name, ()), tuple(foreign.get(name, ()))
        )
        for name, held in columns.items()
        if name not in without
    }
    return Schema(tables, parts, enums, checks)
