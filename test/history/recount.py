"""Recounts a history file in the form of the ServiceNow event log, with nothing of the app: the csv module and plain dictionaries.

Usage: recount.py FILE. Times are taken as UTC. Prints one JSON object: every case as it should be imported, and the answers to the
questions. A case is all rows of one number, in the order of their update time (rows of the same time as they stand in the file); of
each column the last known value counts; '?' and nothing mean unknown.
"""
import csv
import json
import sys
from collections import Counter, defaultdict
from datetime import datetime, timezone


def when(text):
    return datetime.strptime(text, "%d-%m-%Y %H:%M").replace(tzinfo=timezone.utc)


def written(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def known(rows, column):
    values = [row[column].strip() for row in rows if row[column].strip() not in ("", "?")]
    return values[-1] if values else None


def recount(path):
    with open(path, encoding="utf-8", newline="") as file:
        by_number = defaultdict(list)
        for line, row in enumerate(csv.DictReader(file), start=2):
            by_number[row["number"]].append((line, row))
    cases = {}
    for number, numbered in by_number.items():
        lines = [line for line, _ in numbered]
        rows = [row for _, row in sorted(numbered, key=lambda pair: (when(pair[1]["sys_updated_at"]), pair[0]))]
        closed = known(rows, "closed_at")
        waited = 0.0
        for index, row in enumerate(rows):
            if not row["incident_state"].startswith("Awaiting"):
                continue
            begin = when(row["sys_updated_at"])
            if index + 1 < len(rows):
                end = when(rows[index + 1]["sys_updated_at"])
            else:
                end = when(closed) if closed else begin
            waited += max(0.0, (end - begin).total_seconds())
        job_type = known(rows, "category") or "No job type"
        cases[number] = {
            "title": known(rows, "u_symptom") or job_type,
            "jobTypeName": job_type,
            "jobType": "name:" + job_type.lower(),
            "openedAt": written(when(known(rows, "opened_at"))),
            "closedAt": written(when(closed)) if closed else None,
            "code": known(rows, "closed_code"),
            "stalled": int(any(row["incident_state"].startswith("Awaiting") for row in rows)),
            "stalledMinutes": int(waited // 60),
            "reopened": max(int(row["reopen_count"]) for row in rows),
            "slaMet": int(known(rows, "made_sla") == "TRUE"),
            "owner": known(rows, "assigned_to"),
            "fromRow": min(lines),
            "toRow": max(lines),
            "rows": len(lines),
        }
    return cases


def questions(cases):
    closed = [case for case in cases.values() if case["closedAt"]]
    codes = Counter(case["code"] for case in cases.values() if case["code"])
    stalls = defaultdict(lambda: [0, 0])
    for case in cases.values():
        stalls[case["jobType"]][0] += case["stalled"]
        stalls[case["jobType"]][1] += 1
    return {
        # The file has no column that says what proves a closing.
        "closed": len(closed),
        "closedWithoutEvidence": len(closed),
        "codes": dict(codes),
        "stalls": {job_type: {"stalled": of[0], "runs": of[1]} for job_type, of in stalls.items()},
        "overdue": 0,
    }


if __name__ == "__main__":
    found = recount(sys.argv[1])
    json.dump({"cases": found, "questions": questions(found)}, sys.stdout)
