"""
What the other warehouses would have answered: derive.py ARTIFACTS_FOLDER WAREHOUSE.

The manifest of WAREHOUSE is that adapter's own. Its catalog, run results and freshness are PostgreSQL's, said in
WAREHOUSE's names, types and messages: nobody can run Snowflake on a laptop. Unique ids, states, counts and times stay.
"""

import json
import re
import sys
from pathlib import Path

TYPES = {
    "snowflake": {
        "integer": "NUMBER", "bigint": "NUMBER", "numeric": "NUMBER", "double precision": "FLOAT", "text": "TEXT",
        "character varying": "TEXT", "boolean": "BOOLEAN", "date": "DATE",
        "timestamp with time zone": "TIMESTAMP_TZ", "timestamp without time zone": "TIMESTAMP_NTZ",
    },
    "bigquery": {
        "integer": "INT64", "bigint": "INT64", "numeric": "NUMERIC", "double precision": "FLOAT64", "text": "STRING",
        "character varying": "STRING", "boolean": "BOOL", "date": "DATE",
        "timestamp with time zone": "TIMESTAMP", "timestamp without time zone": "DATETIME",
    },
    "databricks": {
        "integer": "int", "bigint": "bigint", "numeric": "decimal(18,2)", "double precision": "double", "text": "string",
        "character varying": "string", "boolean": "boolean", "date": "date",
        "timestamp with time zone": "timestamp", "timestamp without time zone": "timestamp_ntz",
    },
    "redshift": {
        "integer": "integer", "bigint": "bigint", "numeric": "numeric(18,2)", "double precision": "double precision",
        "text": "character varying(256)", "character varying": "character varying(256)", "boolean": "boolean",
        "date": "date", "timestamp with time zone": "timestamp with time zone",
        "timestamp without time zone": "timestamp without time zone",
    },
}

TABLE_TYPES = {
    "snowflake": {"BASE TABLE": "BASE TABLE", "VIEW": "VIEW", "MATERIALIZED VIEW": "DYNAMIC TABLE"},
    "bigquery": {"BASE TABLE": "table", "VIEW": "view", "MATERIALIZED VIEW": "external"},
    "databricks": {"BASE TABLE": "table", "VIEW": "view", "MATERIALIZED VIEW": "materialized_view"},
    "redshift": {"BASE TABLE": "BASE TABLE", "VIEW": "VIEW", "MATERIALIZED VIEW": "MATERIALIZED VIEW"},
}

OWNERS = {"snowflake": "TRANSFORMER", "bigquery": None, "databricks": "transformers", "redshift": "shop"}

DIVISIONS = {
    "snowflake": "100051 (22012): Division by zero",
    "bigquery": "division by zero: 0 / 0",
    "databricks": "[DIVIDE_BY_ZERO] Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead.",
    "redshift": "Divide by zero",
}


def read(folder: Path, name: str) -> dict:
    return json.loads((folder / f"{name}.json").read_text("utf-8"))


def relation_parts(relation_name: str) -> list[tuple[str, bool]]:
    """The parts of a relation name, each with whether it was quoted. BigQuery and Databricks quote with backticks."""
    parts = re.findall(r'"((?:[^"]|"")*)"|`([^`]*)`|([^.`"]+)', relation_name)
    return [(double.replace('""', '"') or back or plain, not plain) for double, back, plain in parts]


def stored(name: str, is_quoted: bool, warehouse: str) -> str:
    """The name as the warehouse keeps it, which is how its catalog spells it."""
    if warehouse == "snowflake":
        return name if is_quoted else name.upper()
    return name if warehouse == "bigquery" else name.lower()


def stored_column(name: str, warehouse: str) -> str:
    # Whatever is no plain lower-case word on PostgreSQL was written in quotes there.
    return stored(name, re.fullmatch(r"[a-z_][a-z0-9_]*", name) is None, warehouse) if warehouse != "databricks" else name


def stat(key: str, label: str, value: object, description: str, include: bool = True) -> dict:
    return {"id": key, "label": label, "value": value, "include": include, "description": description}


def stats(rows: int | None, is_sharded: bool, warehouse: str) -> dict:
    found = {}
    if rows is not None and warehouse == "snowflake":
        found["row_count"] = stat("row_count", "Row Count", rows, "An approximate count of rows in this table")
    if rows is not None and warehouse == "bigquery":
        found["num_rows"] = stat("num_rows", "# Rows", rows, "Approximate count of rows in this table")
    if is_sharded:
        found["date_shards"] = stat("date_shards", "Shard count", 42, "The number of date shards in this table")
        found["date_shard_min"] = stat("date_shard_min", "Shard (min)", "20260710", "The first date shard in this table")
        found["date_shard_max"] = stat("date_shard_max", "Shard (max)", "20260820", "The last date shard in this table")
    description = "Indicates whether there are statistics for this table"
    found["has_stats"] = stat("has_stats", "Has Stats?", bool(found), description, include=False)
    return found


def catalog_entry(entry: dict, node: dict, rows: int | None, warehouse: str) -> dict:
    database, schema, name = (stored(part, is_quoted, warehouse) for part, is_quoted in relation_parts(node["relation_name"]))
    columns = {}
    for column in entry["columns"].values():
        spelled = stored_column(column["name"], warehouse)
        columns[spelled] = {**column, "name": spelled, "type": TYPES[warehouse][column["type"]]}
    return {
        "metadata": {
            **entry["metadata"],
            "type": TABLE_TYPES[warehouse][entry["metadata"]["type"]],
            "database": database,
            "schema": schema,
            "name": name,
            "owner": OWNERS[warehouse],
        },
        "columns": columns,
        "stats": stats(rows, name.endswith("*"), warehouse),
        "unique_id": entry["unique_id"],
    }


def derive_catalog(catalog: dict, known: dict, rows: dict[str, int], warehouse: str) -> dict:
    return {
        **catalog,
        **{
            kind: {key: catalog_entry(entry, known[key], rows.get(key), warehouse) for key, entry in catalog[kind].items()}
            for kind in ("nodes", "sources")
        },
    }


def said_by(warehouse: str, rows: int | None, has_built_view: bool, database: str) -> tuple[str, dict]:
    """What the adapter reports after a statement: the message, and its `adapter_response`."""
    count = rows if rows is not None and rows >= 0 else 1
    if warehouse == "snowflake":
        count = 1 if has_built_view else count
        message = f"SUCCESS {count}"
        return message, {"_message": message, "code": "SUCCESS", "rows_affected": count}
    if warehouse == "bigquery":
        code = "CREATE VIEW" if has_built_view else "CREATE TABLE"
        message = code if has_built_view else f"{code} ({count} rows, 0 processed)"
        return message, {"_message": message, "code": code, "rows_affected": count, "project_id": database, "location": "EU"}
    if warehouse == "databricks":
        return "OK", {"_message": "OK"}
    return "SUCCESS", {"_message": "SUCCESS", "code": "SUCCESS", "rows_affected": -1 if has_built_view else count}


def derive_result(result: dict, known: dict, spellings: list[tuple[str, str]], warehouse: str) -> dict:
    node = known.get(result["unique_id"], {})
    derived = {**result, "relation_name": node.get("relation_name") if result["relation_name"] else None}
    if result["compiled_code"]:
        for here, there in spellings:
            derived["compiled_code"] = derived["compiled_code"].replace(here, there)
    if result["adapter_response"]:
        response = result["adapter_response"]
        message, derived["adapter_response"] = said_by(
            warehouse, response.get("rows_affected"), response.get("code") == "CREATE VIEW", node.get("database") or ""
        )
        if result["status"] == "success":
            derived["message"] = message
    if result["status"] == "error":
        derived["message"] = result["message"].replace("division by zero", DIVISIONS[warehouse])
    return derived


def own_sources(sources: dict, warehouse: str) -> dict:
    results = [{**result, "adapter_response": said_by(warehouse, 1, False, "lantern-raw")[1]} for result in sources["results"]]
    return {**sources, "results": results}


def own_args(run: dict, warehouse: str) -> dict:
    args = {**run["args"], "target": warehouse}
    args["invocation_command"] = f'{args["invocation_command"]} --target {warehouse}'
    return {**run, "args": args}


def main(artifacts: Path, warehouse: str) -> None:
    postgres, folder = artifacts / "postgres", artifacts / warehouse
    here, manifest, run = read(postgres, "manifest"), read(folder, "manifest"), read(postgres, "run_results")
    known, known_here = {**manifest["nodes"], **manifest["sources"]}, {**here["nodes"], **here["sources"]}
    if known.keys() != known_here.keys():
        sys.exit(f"{warehouse} and postgres differ in: {sorted(known.keys() ^ known_here.keys())}")
    # Longest first: a name must not be replaced inside a longer one.
    spellings = sorted(
        ((node["relation_name"], known[key]["relation_name"]) for key, node in known_here.items() if node.get("relation_name")),
        key=lambda pair: -len(pair[0]),
    )
    rows = {
        result["unique_id"]: result["adapter_response"]["rows_affected"]
        for result in run["results"]
        if result["adapter_response"].get("code") == "SELECT" and result["unique_id"].startswith("model.")
    }
    derived = {
        "catalog": derive_catalog(read(postgres, "catalog"), known, rows, warehouse),
        "run_results": own_args(
            {**run, "results": [derive_result(result, known, spellings, warehouse) for result in run["results"]]}, warehouse
        ),
        "sources": own_sources(read(postgres, "sources"), warehouse),
    }
    for name, artifact in derived.items():
        (folder / f"{name}.json").write_text(json.dumps(artifact, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


main(Path(sys.argv[1]), sys.argv[2])
