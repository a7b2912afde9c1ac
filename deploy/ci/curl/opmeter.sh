#!/bin/sh
# Checks one model with nothing but curl and a service.
#
#   OPMETER_SERVER=http://opmeter.example:8080 ./opmeter.sh model.tflite \
#     'profile=nucleo-f746zg&budget.latency=100ms&budget.sram=256KiB' 'regression.latency=0%25'
#
# Writes opmeter.json (today's report), opmeter.md and opmeter-junit.xml; where a report of before lies
# at opmeter-baseline.json, holds today's against it. Exits as `opmeter check` does: 0 pass, 1 a budget
# or limit failed, 2 bad input, 3 unreachable or busy. A bearer token is taken from OPMETER_TOKEN.
set -u
model=${1:?usage: opmeter.sh MODEL QUERY [REGRESSION-QUERY]}
query=${2:?usage: opmeter.sh MODEL QUERY [REGRESSION-QUERY]}
growth=${3:-}
server=${OPMETER_SERVER:?OPMETER_SERVER is the address of a service}
baseline=${OPMETER_BASELINE:-opmeter-baseline.json}
answer=$(mktemp)
trap 'rm -f "$answer" "$answer.both" "$answer.head"' EXIT

# ask PATH BODY TARGET: writes the answer, or says why there is none and ends.
# A status of 422 with a problem document is bad input, any other 422 a failed gate.
ask() {
  if [ -n "${OPMETER_TOKEN:-}" ]; then
    set -- "$@" -H "Authorization: Bearer $OPMETER_TOKEN"
  fi
  path=$1 body=$2 target=$3
  shift 3
  said=$(curl -sS --retry 2 --retry-delay 1 --max-time 60 -o "$answer" \
    -w '%{http_code} %{content_type}' --data-binary "@$body" "$@" "$server$path") || {
    echo "opmeter.sh: $server cannot be reached" >&2
    exit 3
  }
  case "$said" in
    "200 "*) mv "$answer" "$target" ;;
    "422 application/problem+json"*) cat "$answer" >&2; exit 2 ;;
    "422 "*) mv "$answer" "$target"; status=1 ;;
    "408 "* | "429 "* | 5*) echo "opmeter.sh: the service answered ${said%% *}" >&2; exit 3 ;;
    *) cat "$answer" >&2; exit 2 ;;
  esac
}

[ -r "$model" ] || { echo "opmeter.sh: $model cannot be read" >&2; exit 2; }
status=0
ask "/estimate?$query&detail=ops&format=json" "$model" opmeter.json
ask "/estimate?$query&format=junit" "$model" opmeter-junit.xml
ask "/estimate?$query&format=md&gate=true" "$model" opmeter.md
if [ -r "$baseline" ]; then
  # Two reports side by side are the body; no tool is needed to join them.
  { printf '{"base":'; cat "$baseline"; printf ',"head":'; cat opmeter.json; printf '}'; } \
    > "$answer.both"
  ask "/diff?$growth&format=md&gate=true" "$answer.both" "$answer.head"
  { cat "$answer.head"; echo; cat opmeter.md; } > "$answer.both" && mv "$answer.both" opmeter.md
fi
cat opmeter.md
exit "$status"
