"""
Copies dbt's artifacts for committing: keep.py PROJECT_ROOT WORK_FOLDER OUT_FOLDER NAME... (from WORK_FOLDER/target).

dbt's files as they are, but for two things: the macros and docs of dbt itself and of its adapters are left out (they are
most of a manifest and nobody here reads them), and folders of this machine become relative.
"""

import json
import sys
from pathlib import Path


def without_folders(text: str, root: str, work: str) -> str:
    for folder, stands_for in ((f"{root}/demo/warehouse", "."), (root, "."), (f"{work}/target", "target"), (work, ".")):
        text = text.replace(json.dumps(folder)[1:-1], stands_for)
    return text


def main(root: str, work: str, out: Path, names: list[str]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name in names:
        text = (Path(work) / "target" / f"{name}.json").read_text("utf-8")
        artifact = json.loads(without_folders(text, root, work))
        if name == "manifest":
            artifact["macros"] = {}
            artifact["docs"] = {key: doc for key, doc in artifact["docs"].items() if doc["package_name"] == "lantern"}
        if "invocation_command" in artifact.get("args", {}):
            artifact["args"]["invocation_command"] = artifact["args"]["invocation_command"].replace("  ", " ")
        (out / f"{name}.json").write_text(json.dumps(artifact, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


main(sys.argv[1], sys.argv[2].rstrip("/"), Path(sys.argv[3]), sys.argv[4:])
