#!/bin/bash
# One answer of Claude that wrote a million tokens to the cache for an hour costs $8 (Claude Opus 5.5) at Anthropic and on Bedrock; genai-prices says
# $8 for Anthropic and $5 for Bedrock, Azure and Vertex, because extractUsage reads cache_creation.ephemeral_1h_input_tokens for provider "anthropic"
# only and calcPrice then takes the price of five minutes: 38 % less, without a warning. For Bedrock and Azure the package has the right price and
# cannot be brought to use it by an answer; Bedrock's Converse answer (cacheDetails, ttl "1h") loses it as well. For Vertex no price of an hour is
# carried at all, so that even a caller who states cache_write_1h_tokens is told $5; nor for any Claude on Bedrock but Opus 5.5.
# The bills: an hour is 2 times the input, five minutes 1.25 times, at Anthropic, on Bedrock (BerriAI/litellm#26800, theopenco/llmgateway#2193) and on
# Vertex (BerriAI/litellm#27781, where the same fault showed as a difference from Google's bill).
# Versions: npm @pydantic/genai-prices 0.1.8 (with its own prices of 2026-09-23), Node.js 20. Source: its dist/index.js (extractors of the providers).
# Prints the bill of each seller and fails if that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts @pydantic/genai-prices@0.1.8 || { echo "the package cannot be had"; exit 1; }
cat >run.mjs <<'J'
import fs from 'node:fs'
import { calcPrice, extractUsage, findProvider } from '@pydantic/genai-prices'

console.log('@pydantic/genai-prices', JSON.parse(fs.readFileSync('node_modules/@pydantic/genai-prices/package.json')).version, 'on Node.js', process.version)
const timestamp = new Date('2026-09-23T12:00:00Z')
const million = 1_000_000
const message = model => ({
  id: 'msg_1', type: 'message', role: 'assistant', model, content: [],
  usage: {
    input_tokens: 0, output_tokens: 0, cache_read_input_tokens: 0, cache_creation_input_tokens: million,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: million },
  },
})
const converse = model => ({
  model,
  usage: {
    inputTokens: 0, outputTokens: 0, totalTokens: million, cacheReadInputTokens: 0, cacheWriteInputTokens: million,
    cacheDetails: [{ ttl: '1h', inputTokens: million }],
  },
})
function bill(what, providerId, flavor, model, answer) {
  const { usage } = extractUsage(findProvider({ providerId }), answer, flavor)
  const read = calcPrice(usage, model, { providerId, timestamp })
  const stated = calcPrice({ ...usage, cache_write_1h_tokens: million }, model, { providerId, timestamp })
  const hour = read.model_price.cache_write_1h_mtok ?? 'none'
  console.log(`${what}: read from the answer $${read.total_price}; its price of an hour: ${hour}; with the hour stated by hand $${stated.total_price}`)
}
const bedrock = 'global.anthropic.claude-opus-5-5'
bill('Anthropic', 'anthropic', 'default', 'claude-opus-5-5', message('claude-opus-5-5'))
bill('Bedrock, message', 'aws', 'anthropic', bedrock, message(bedrock))
bill('Bedrock, Converse', 'aws', 'default', bedrock, converse(bedrock))
bill('Azure', 'azure', 'anthropic', 'claude-opus-5-5', message('claude-opus-5-5'))
bill('Vertex', 'google', 'anthropic', 'claude-opus-5-5', message('claude-opus-5-5'))
const claudes = findProvider({ providerId: 'aws' }).models.filter(model => model.id.startsWith('global.anthropic.'))
const priced = claudes.filter(model => 'cache_write_1h_mtok' in model.prices)
console.log(`${priced.length} of ${claudes.length} Claude models on Bedrock (global) have a price of an hour`)
J
seen=$(node run.mjs 2>&1)
echo "$seen"
expected='Anthropic: read from the answer $8; its price of an hour: 8; with the hour stated by hand $8
Bedrock, message: read from the answer $5; its price of an hour: 8; with the hour stated by hand $8
Bedrock, Converse: read from the answer $5; its price of an hour: 8; with the hour stated by hand $8
Azure: read from the answer $5; its price of an hour: 8; with the hour stated by hand $8
Vertex: read from the answer $5; its price of an hour: none; with the hour stated by hand $5
1 of 13 Claude models on Bedrock (global) have a price of an hour'
[ "$(sed -n 2,7p <<<"$seen")" = "$expected" ] || { echo "changed: the lines above are others than before"; exit 1; }
