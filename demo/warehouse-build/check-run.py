"""Accepts exactly the failures that the demo is about: check-run.py day-1|day-2|freshness TARGET_FOLDER."""

import json
import sys
from collections import Counter
from pathlib import Path

# unique_id (without the hash of generic tests) -> status. What is not named must have succeeded or passed; exposures are no-ops.
EXPECTED = {
    "day-1": {},
    "day-2": {
        "model.lantern.int_glass_yield": "error",
        "test.lantern.source_unique_shopfront_returns_return_no": "fail",
        "test.lantern.accepted_values_fct_payments_method__card__transfer__cash__gift_card": "fail",
        "test.lantern.assert_every_material_has_a_price": "warn",
        # behind the error
        "model.lantern.fct_firings": "skipped",
        "model.lantern.fct_showroom_glass": "skipped",
        "model.lantern.rpt_workshop_week": "skipped",
        "exposure.lantern.glass_yield_study": "skipped",
        "test.lantern.unique_int_glass_yield_batch_no": "skipped",
        "test.lantern.not_null_int_glass_yield_batch_no": "skipped",
        "test.lantern.not_null_int_glass_yield_percent_good": "skipped",
        "test.lantern.unique_fct_firings_batch_no": "skipped",
        "test.lantern.not_null_fct_firings_batch_no": "skipped",
        "test.lantern.assert_no_firing_above_a_hundred_percent": "skipped",
        # behind the source's failed test
        "model.lantern.stg_shopfront__returns": "skipped",
        "model.lantern.int_return_rates": "skipped",
        "model.lantern.fct_returns": "skipped",
        "test.lantern.unique_stg_shopfront__returns_return_no": "skipped",
        "test.lantern.unique_int_return_rates_sku": "skipped",
        "test.lantern.not_null_int_return_rates_sku": "skipped",
        "test.lantern.unique_fct_returns_return_no": "skipped",
        # behind the model's failed test
        "model.lantern.fct_reconciliation": "skipped",
        "test.lantern.unique_fct_reconciliation_order_no": "skipped",
    },
    "freshness": {
        "source.lantern.shopfront.customers": "warn",
        "source.lantern.shopfront.returns": "error",
        "source.lantern.workshop.glass_batches": "warn",
        "source.lantern.workshop.work_orders": "error",
        # The check of workshop.kiln_readings cannot run: dbt says so on the screen and leaves it out of sources.json.
    },
}


def main(what: str, target: Path) -> None:
    name = "sources.json" if what == "freshness" else "run_results.json"
    results = json.loads((target / name).read_text("utf-8"))["results"]
    found = {}
    for result in results:
        unique_id = ".".join(result["unique_id"].split(".")[:3]) if result["unique_id"].startswith("test.") else result["unique_id"]
        if result["status"] not in ("success", "pass", "no-op"):
            found[unique_id] = result["status"]
    expected = EXPECTED[what]
    wrong = [
        f"{unique_id} is {found.get(unique_id, 'in order')}, expected {expected.get(unique_id, 'in order')}"
        for unique_id in sorted(found.keys() | expected.keys())
        if found.get(unique_id) != expected.get(unique_id)
    ]
    if wrong:
        sys.exit(f"{what} did not go as it should:\n" + "\n".join(wrong))
    print(f"demo/build: {what}: {dict(Counter(result['status'] for result in results))}", file=sys.stderr)


main(sys.argv[1], Path(sys.argv[2]))
