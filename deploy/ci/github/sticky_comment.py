#!/usr/bin/env python3
"""Keeps one comment of a pull request current: finds it by a mark, changes it, or writes it.

Usage: sticky_comment.py REPORT.md, with GITHUB_TOKEN, GITHUB_REPOSITORY, PULL_REQUEST and
GITHUB_API_URL, as a runner sets them. Only the standard library.

A token that may not write (pull requests of forks) is no failure of the build: it says so and exits
with 0, since the report stands in the job's summary too.
"""

import json
import os
import sys
import urllib.error
import urllib.request

MARK = "<!-- opmeter -->"
#: What the service takes, in characters.
LIMIT = 65_536
PAGE = 100


def ask(method, url, content=None):
    request = urllib.request.Request(
        url, method=method, data=None if content is None else json.dumps(content).encode(),
        headers={
            "Accept": "application/vnd.github+json", "Content-Type": "application/json",
            "Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}",
            "X-GitHub-Api-Version": "2022-11-28"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def find(comments):
    """The address of our comment, if there is one."""
    page = 1
    while True:
        found = ask("GET", f"{comments}?per_page={PAGE}&page={page}")
        for comment in found:
            if comment["body"].startswith(MARK):
                return comment["url"]
        if len(found) < PAGE:
            return None
        page += 1


def main():
    with open(sys.argv[1], encoding="utf-8") as report:
        text = f"{MARK}\n{report.read()}"[:LIMIT]
    api = os.environ.get("GITHUB_API_URL", "https://api.github.com")
    number = int(os.environ["PULL_REQUEST"])
    comments = f"{api}/repos/{os.environ['GITHUB_REPOSITORY']}/issues/{number}/comments"
    try:
        address = find(comments)
        if address:
            ask("PATCH", address, {"body": text})
        else:
            ask("POST", comments, {"body": text})
    except urllib.error.HTTPError as error:
        if error.code not in (401, 403, 404):
            raise
        print(f"::warning title=opmeter::no comment: the token may not write it ({error.code})")


if __name__ == "__main__":
    main()
