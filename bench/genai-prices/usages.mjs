// Draws usages from a seed over all models of a price list and prices each with @pydantic/genai-prices.
// Usage: node usages.mjs LIST USAGES SEED..., where the package is installed in the current folder.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import { isDeepStrictEqual } from 'node:util'

const { calcPrice, findProvider } = createRequire(process.cwd() + '/')('@pydantic/genai-prices')
const [list, out, ...seeds] = process.argv.slice(2)
const providers = JSON.parse(fs.readFileSync(list, 'utf8'))
for (const provider of providers) {
  const bundled = findProvider({ providerId: provider.id })
  if (!isDeepStrictEqual(bundled.models.map(model => model.prices), provider.models.map(model => model.prices))) {
    throw new Error(`${provider.id}: the package's prices are not those of ${list}`)
  }
}

let state = 0
function random() {
  state = (state + 0x6d2b79f5) >>> 0
  let t = Math.imul(state ^ (state >>> 15), state | 1)
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
}
const between = (low, high) => Math.floor(low + random() * (high - low + 1))
const lengthOf = (low, high) => Math.round(low * (high / low) ** random())
const oneOf = items => items[between(0, items.length - 1)]
const day = text => new Date(text + 'T00:00:00Z').getTime()
const DAY = 86_400_000

// The names by which a model may be asked for: its id, else the words of its rule.
const words = rule => (rule.or ?? rule.and)?.flatMap(words) ?? Object.values(rule)
const entries = providers.flatMap(provider => provider.models.flatMap(model => {
  const name = [model.id, ...words(model.match)].find(word => {
    const found = calcPrice({ input_tokens: 1 }, word, { providerId: provider.id })
    return found?.model.id === model.id && found.provider.id === provider.id
  })
  const prices = Array.isArray(model.prices) ? model.prices : [{ prices: model.prices }]
  return name ? [{ provider: provider.id, model: model.id, name, prices }] : []
}))
const keys = entry => new Set(entry.prices.flatMap(({ prices }) => Object.keys(prices)))
const starts = entry => entry.prices.flatMap(({ prices }) => Object.values(prices).flatMap(price => price.tiers ?? []).map(tier => tier.start))
const dates = entry => entry.prices.map(({ constraint }) => constraint?.start_date).filter(Boolean)
const hours = entry => entry.prices.map(({ constraint }) => constraint).filter(c => c?.start_time)

const usages = []
function draw(group, entry, { at, input } = {}) {
  at ??= day('2026-09-01') + between(0, 22 * DAY / 1000 - 1) * 1000
  input ??= lengthOf(200, 120_000)
  const writes = keys(entry).has('cache_write_mtok') && random() < 0.6
  const cached = writes || random() < 0.6 ? between(1, Math.floor(input * 0.7)) : 0
  const written = writes ? between(1, Math.floor((input - cached) * 0.8)) : 0
  const hour = written > 0 && random() < 0.5
  const output = lengthOf(1, 20_000)
  const reasoning = random() < 0.3 ? between(0, output) : 0
  const usage = {
    input_tokens: input, output_tokens: output, cache_read_tokens: cached, cache_write_tokens: written, output_reasoning_tokens: reasoning,
  }
  if (hour) usage.cache_write_1h_tokens = written
  const priced = calcPrice(usage, entry.name, { providerId: entry.provider, timestamp: new Date(at) })
  usages.push({
    group, provider: entry.provider, model: entry.model, at: new Date(at).toISOString(),
    input, cached, written, hour, output, reasoning, usd: priced.total_price,
  })
}
const times = (count, action) => Array.from({ length: count }, action)

const tiered = entries.filter(entry => starts(entry).length > 0)
// A tier that does not state the price of every kind of token that the base states.
const TOKENS = ['cache_read_mtok', 'cache_write_mtok', 'cache_write_1h_mtok', 'output_reasoning_mtok']
const partial = tiered.filter(entry => entry.prices.some(({ prices }) => TOKENS.some(key => typeof prices[key] === 'number')
  && Object.values(prices).some(price => price.tiers)))
const timed = entries.filter(entry => hours(entry).length > 0)
const dated = entries.filter(entry => dates(entry).length > 0)
const written = entries.filter(entry => keys(entry).has('cache_write_1h_mtok'))
const others = entries.filter(entry => keys(entry).has('requests_kcount') || keys(entry).has('output_reasoning_mtok'))
for (const seed of seeds) {
  state = Number(seed) >>> 0
  times(260, () => draw('any model', oneOf(entries)))
  times(160, () => {
    const entry = oneOf(tiered)
    const start = oneOf(starts(entry))
    draw('input near a limit', entry, { input: oneOf([start - 1, start, start + 1, between(start / 5, start), between(start, start * 2)]) })
  })
  times(20, () => {
    const entry = oneOf(partial)
    const start = oneOf(starts(entry))
    draw('a limit of some prices only', entry, { input: oneOf([start, start + 1, between(start, start * 2)]) })
  })
  times(100, () => {
    const entry = oneOf(timed)
    const limit = oneOf(hours(entry).flatMap(c => [c.start_time, c.end_time])).split(':')
    const midnight = day('2026-08-10') + between(0, 43) * DAY
    const edge = (Number(limit[0]) * 3600 + Number(limit[1]) * 60) * 1000 + oneOf([-1000, 0, 1000])
    draw('hours of the day', entry, { at: midnight + oneOf([edge, between(0, 86_399) * 1000]) })
  })
  times(100, () => {
    const entry = oneOf(dated)
    const start = day(oneOf(dates(entry)))
    draw('days near a change', entry, { at: start + oneOf([-1000, 0, between(-30 * 86_400, 30 * 86_400) * 1000]), input: lengthOf(200, 600_000) })
  })
  times(60, () => draw('cache writes of an hour', oneOf(written)))
  times(40, () => draw('fees and reasoning', oneOf(others)))
}
state = 0
entries.forEach(entry => draw('every model once', entry))

fs.writeFileSync(out, JSON.stringify(usages))
const all = providers.reduce((sum, provider) => sum + provider.models.length, 0)
console.error(`${usages.length} usages over ${entries.length} of ${all} models; ${all - entries.length} cannot be asked for by name`)
