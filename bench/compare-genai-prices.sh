#!/bin/bash
# Compares Mtok's bills with those of @pydantic/genai-prices on random usages, to the micro-dollar: docs/price-comparison.md has the result.
#   bench/compare-genai-prices.sh [LIST [SEED...]]
# Needs npm and Node.js 20. LIST is the package's price list as JSON. Fails if a bill differs for a reason without a name.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/.."
list=$(readlink -f -- "${1:-../shared/data/price-full/genai_prices_0.1.8_2026-09-23.json}")
seeds=("${@:2}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --silent --no-audit --no-fund --ignore-scripts @pydantic/genai-prices@0.1.8
# One value a line, so that a row of Mtok's import tells which entry of the list it comes from.
node -p 'JSON.stringify(JSON.parse(fs.readFileSync(process.argv[1])), null, 1)' "$list" >"$work/list.json"
(cd "$work" && node "$OLDPWD/bench/genai-prices/usages.mjs" "$work/list.json" "$work/usages.json" "${seeds[@]:-1}")
dotnet run -c Release --project bench/Mtok.Fitting -- compare-prices "$work/usages.json" --list "$work/list.json"
