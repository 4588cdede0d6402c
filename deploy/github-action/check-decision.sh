#!/bin/bash
# Compares what mtok decides for a workload with the decision that was committed; needs jq, which GitHub's runners have.
# usage: check-decision.sh WORKLOAD DECISION.json [PERCENT]    exit code 1 where the decision is another, or its bill moved by more than PERCENT (10)
#        check-decision.sh --write WORKLOAD DECISION.json      writes the decision, to be committed
# MTOK names the program; without it, the one of the repository that this script is in.
set -euo pipefail
mtok=${MTOK:-$(dirname -- "$(readlink -f -- "$0")")/../../mtok}
write=no
if [ "${1:-}" = --write ]; then write=yes && shift; fi
if [ $# -lt 2 ] || ! [[ ${3:-10} =~ ^[0-9]+(\.[0-9]+)?$ ]]; then
    sed -n '3,4s/^# //p' "$0" >&2
    exit 2
fi
workload=$1 committed=$2 percent=${3:-10}

# Exit code 3 is an answer too: nothing serves the workload, and null is recommended.
status=0
answer=$("$mtok" decide "$workload" --format json) || status=$?
if [ "$status" != 0 ] && [ "$status" != 3 ]; then
    echo "check-decision: mtok decide $workload ended with exit code $status" >&2
    exit 2
fi
now=$(jq '{recommended, recommended_kind, usd_per_month: .counted_on_usd_per_month}' <<<"$answer")

if [ "$write" = yes ]; then
    printf '%s\n' "$now" >"$committed"
    exit 0
fi
if ! before=$(jq -e 'select(has("recommended") and has("usd_per_month"))' "$committed"); then
    echo "check-decision: $committed holds no decision; check-decision.sh --write $workload $committed makes one" >&2
    exit 2
fi

verdict=$(jq -rn --argjson old "$before" --argjson new "$now" --argjson percent "$percent" '
    def bill: if . == null then "no bill" else "$\(. * 100 | round / 100) a month" end;
    def moved: if $old.usd_per_month == null or $new.usd_per_month == null then $old.usd_per_month != $new.usd_per_month
        else (($new.usd_per_month - $old.usd_per_month) | fabs) > $old.usd_per_month * $percent / 100 end;
    (if $old.recommended != $new.recommended then "the recommendation changed"
        elif moved then "the bill moved by more than \($percent)%"
        else "unchanged" end),
    "  committed: \($old.recommended // "nothing serves it"), \($old.usd_per_month | bill)",
    "  now:       \($new.recommended // "nothing serves it"), \($new.usd_per_month | bill)"')
echo "$workload: $verdict"
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then printf '```\n%s: %s\n```\n' "$workload" "$verdict" >>"$GITHUB_STEP_SUMMARY"; fi
if [[ $verdict != unchanged* ]]; then
    echo "::error file=$committed::${verdict%%$'\n'*}; check-decision.sh --write accepts it"
    exit 1
fi
