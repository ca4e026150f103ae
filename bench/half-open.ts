/**
 * bench:half-open: how long a connection that goes nowhere stays unnoticed, with the keepalive that devices have.
 *
 * Invariant: measured is the published agent in a network namespace, against a real Mosquitto in another, and nothing of its
 * keepalive is configured, but in the figure that says so. The hole opens right after a ping was answered, on a link whose
 * keepalive has grown to its longest, or for as long as was waited for that: the worst that there is.
 *
 * `npm run bench:half-open -- [--json] [--minutes N]`; a metered link needs 75 minutes until it asks every 10.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type KeepaliveBounds, ON_FREE_LINKS, ON_METERED_LINKS } from '../agent/keepalive-rule.ts'
import { bundle } from '../deploy/bundle.ts'
import { goesNowhere } from '../test/network/half-open.ts'
import { whyNoNetns } from '../test/network/netns.ts'
import { began, on } from '../test/network/story.ts'
import { benchFlags } from './lib/flags.ts'
import { type Measured, report } from './lib/report.ts'

/** For the answer to a ping: docs/broker-connection.md. */
const ANSWER_MS = 20_000
/** A silence counts as the whole interval from here on. */
const WHOLE = 0.95

const flags = benchFlags({ minutes: 80 })
const growMs = flags.minutes * 60_000

const why = await whyNoNetns()
if (why !== null) {
  process.stderr.write(`bench:half-open needs network namespaces: ${why}\n`)
  process.exit(flags.json ? 0 : 1)
}

const METERED = { link: { type: 'cellular' } }
const LONGEST_S = ON_METERED_LINKS.mostMs / 1_000

const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-'))
try {
  await bundle(folder)
  const lines = await Promise.all([
    lineOf('a free link', ON_FREE_LINKS, {}),
    lineOf('a metered link', ON_METERED_LINKS, METERED),
    lineOf('a metered link, configured to its longest', ON_METERED_LINKS, {
      ...METERED,
      keepalive: { leastSeconds: LONGEST_S, mostSeconds: LONGEST_S },
    }),
  ])
  report('half-open', lines.flat())
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function lineOf(name: string, { mostMs }: KeepaliveBounds, more: object): Promise<Measured[]> {
  const figures: Measured[] = []
  const most = mostMs + ANSWER_MS
  await on(folder, { more: { keepalive: undefined, ...more } }, async (far) => {
    await began(far)
    const gone = await goesNowhere(far, { quietMs: mostMs * WHOLE, growMs, patienceMs: 2 * most })
    figures.push(
      { name: `${name}: noticed after`, value: gone.noticedMs / 1_000, unit: 's', budget: most / 1_000 },
      { name: `${name}: its keepalive by then`, value: gone.quietMs / 1_000, unit: 's' },
    )
    if (!flags.json) process.stderr.write(`${name}: ${JSON.stringify(gone)}\n`)
  })
  return figures
}
