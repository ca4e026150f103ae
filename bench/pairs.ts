/**
 * bench:pairs: what whole images of a Python and a Node application cost a device when they change, over a bad link, with kills.
 *
 * Invariant: one device takes the layers and another the delta of the same image, from a real registry into a real engine;
 * what is counted of the link is counted by the link. An image that is not the release's in the end, file by file, ends the
 * bench with 1. Images are made of Debian's packages, which apt fetches.
 *
 * `npm run bench:pairs -- [--json] [--images python,node] [--kinds application,upgraded,rebuilt,reordered,distribution]
 * [--folder DIR]`; needs the rig. A folder keeps trees and archives for the next run.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BadLink } from '../test/content/bad-link.ts'
import type { Brought } from '../test/content/pairs/bring.ts'
import { KINDS, type Kind, PairImages } from '../test/content/pairs/pair-images.ts'
import { Play, type Played } from '../test/content/pairs/play-pair.ts'
import { STACKS } from '../test/content/pairs/stacks.ts'
import { startDockerd } from '../test/rig/dockerd.ts'
import { install, whyNoRig } from '../test/rig/install.ts'
import { startRegistry } from '../test/rig/registry.ts'
import { benchFlags } from './lib/flags.ts'
import { type Measured, report } from './lib/report.ts'

const flags = benchFlags({
  images: STACKS.map(({ name }) => name).join(),
  kinds: Object.keys(KINDS).join(),
  folder: '',
})
const BADNESS = { cutAfter: 3_000_000, rate: 12_000_000, changeEvery: 60_000_000, changeFrom: 0 }

const stacks = chosen('images', flags.images, new Map(STACKS.map((stack) => [stack.name, stack])))
const asked = chosen('kinds', flags.kinds, new Map(Object.keys(KINDS).map((kind) => [kind, kind as Kind])))
const reason = await whyNoRig()
if (reason !== null) throw new Error(reason)
await install()
const scratch = await mkdtemp(join(tmpdir(), 'holdfast-bench-'))
const kept = flags.folder === '' ? join(scratch, 'images') : flags.folder
await mkdir(kept, { recursive: true })
const images = new PairImages(kept)
const registry = await startRegistry()
const dockerd = await startDockerd()
const link = await BadLink.to(registry.address)
const all: Played[] = []
try {
  const folder = join(scratch, 'devices')
  const upgraded = await images.upgraded()
  const base =
    upgraded === null ? 'left out: of no package are there two versions' : `${upgraded.source} from ${upgraded.version}`
  if (asked.includes('upgraded')) process.stderr.write(`${KINDS.upgraded}: ${base}\n`)
  for (const stack of stacks) {
    const play = new Play({ registry: registry.address, dockerd, link, images, folder }, stack, BADNESS)
    for (const kind of asked) {
      if (kind === 'upgraded' && upgraded === null) continue
      const played = await play.pair(kind, true)
      all.push(played)
      if (!flags.json) tell(played)
    }
    await play.close()
  }
  if (flags.json) report('pairs', all.flatMap(figuresOf))
} finally {
  await link.close()
  await dockerd.stop()
  await registry.stop()
  await rm(scratch, { recursive: true, force: true })
}

function tell({ stack, kind, byLayers, byDelta, ...rest }: Played): void {
  const xdelta = rest.xdeltaBytes === null ? '' : `, xdelta3 -9 ${size(rest.xdeltaBytes)}`
  const made = `delta ${size(rest.deltaBytes)} (made in ${seconds(rest.makeMs)})${xdelta}`
  const lines = [
    `${stack}, ${KINDS[kind]}: whole ${size(rest.wholeBytes)}, lacking ${size(rest.lackingBytes)}, ${made}`,
    ...[byLayers, byDelta].map((brought) => `  ${courseOf(brought, plannedOf(brought, rest))}`),
    ...[byLayers, byDelta].flatMap(({ warnings }) => warnings.map((line) => `    ${line}`)),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

function courseOf({ way, carried, cuts, changes, kills, lives, wallMs, files }: Brought, planned: number): string {
  const beyond = `${size(carried)} over the link, ${size(carried - planned)} beyond the plan`
  return `by ${way}: ${beyond}, ${cuts} cuts, ${changes} changes, ${kills} kills, ${lives} lives, ${seconds(wallMs)}, ${files} files right`
}

function plannedOf(
  { way }: Brought,
  { lackingBytes, deltaBytes }: Pick<Played, 'lackingBytes' | 'deltaBytes'>,
): number {
  return way === 'delta' ? deltaBytes : lackingBytes
}

function figuresOf(played: Played): Measured[] {
  const { stack, kind, wholeBytes, lackingBytes, deltaBytes, xdeltaBytes } = played
  const of = (what: string): string => `${stack}, ${KINDS[kind]}: ${what}`
  const floor = xdeltaBytes === null ? {} : { floor: xdeltaBytes / 1e6, budget: 1.5, isGoal: true }
  return [
    { name: of('whole, packed'), value: wholeBytes / 1e6, unit: 'MB' },
    { name: of('layers that lack'), value: lackingBytes / 1e6, unit: 'MB' },
    { name: of('delta'), value: deltaBytes / 1e6, unit: 'MB', ...floor },
    ...(['byLayers', 'byDelta'] as const).flatMap((side): Measured[] => {
      const { way, carried, cuts, changes, kills, wallMs, files } = played[side]
      const by = (what: string): string =>
        of(`${side === 'byLayers' ? 'without a delta' : 'with one'} (${way}), ${what}`)
      const planned = plannedOf(played[side], played) / 1e6
      return [
        { name: by('over the link'), value: carried / 1e6, unit: 'MB', floor: planned },
        { name: by('cuts'), value: cuts, unit: 'cuts' },
        { name: by('changes'), value: changes, unit: 'changes' },
        { name: by('kills'), value: kills, unit: 'kills' },
        { name: by('wall time'), value: wallMs / 1000, unit: 's' },
        { name: by('files that were right'), value: files, unit: 'files' },
      ]
    }),
  ]
}

/** @throws for a name that is none */
function chosen<T>(flag: string, names: string, known: ReadonlyMap<string, T>): T[] {
  return names.split(',').map((name) => {
    const it = known.get(name)
    if (it === undefined) throw new Error(`--${flag}: "${name}" is none of ${[...known.keys()].join()}`)
    return it
  })
}

function size(bytes: number): string {
  return Math.abs(bytes) < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(2)} MB`
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
