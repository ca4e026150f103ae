/** A Python and a Node application on Debian change, and come by layers and by a delta, over a bad link, with kills. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { askEngine } from '../rig/ask-engine.ts'
import { type Dockerd, startDockerd } from '../rig/dockerd.ts'
import { describeReal } from '../rig/use-rig.ts'
import { BadLink } from './bad-link.ts'
import { type Kind, PairImages } from './pairs/pair-images.ts'
import { type Ground, Play } from './pairs/play-pair.ts'
import { SMALL_STACKS } from './pairs/stacks.ts'

// Where little comes, a changed byte may be one of a status, which nothing can tell from another answer.
const BADNESS = { cutAfter: 2_000_000, rate: 12_000_000, changeEvery: 100_000_000, changeFrom: 200_000 }
/** Requests, and what an end leaves unsure of each blob that is under way. */
const BESIDE = 3_000_000

describeReal('an application on Debian that changes', (rig) => {
  let dockerd: Dockerd
  let link: BadLink
  let ground: Ground
  let folder: string
  let reason: string | null

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-pairs-'))
    const images = new PairImages(folder)
    reason = await images.whyNot()
    if (reason !== null && process.env.CI === 'true') throw new Error(reason)
    dockerd = await startDockerd()
    link = await BadLink.to(rig.registry)
    ground = { registry: rig.registry, dockerd, link, images, folder: join(folder, 'devices') }
  })
  afterAll(async () => {
    await link.close()
    await dockerd.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it.for([
    ['python', 'application'],
    ['node', 'rebuilt'],
  ] satisfies [string, Kind][])(
    'of %s, %s, is there file by file whatever its way',
    { timeout: 900_000 },
    async ([name, kind], { skip }) => {
      if (reason !== null) skip(reason)
      const stack = SMALL_STACKS.find((each) => each.name === name)!
      const play = new Play(ground, stack, BADNESS)
      const { lackingBytes, deltaBytes, byLayers, byDelta } = await play.pair(kind, false)
      expect([byLayers.way === 'delta', byDelta.way], byDelta.warnings.join('\n')).toEqual([false, 'delta'])
      // All that lacks may come twice: a byte was changed on its way.
      expect(byLayers.carried).toBeGreaterThanOrEqual(lackingBytes)
      expect(byLayers.carried).toBeLessThan(2 * lackingBytes + BESIDE)
      expect(byDelta.carried).toBeLessThan(deltaBytes + 200_000)
      for (const { files, kills } of [byLayers, byDelta]) {
        expect(files).toBeGreaterThan(500)
        expect(kills).toBeGreaterThan(1)
      }
      expect(byLayers.changes).toBeGreaterThan(0)
      expect(byLayers.cuts).toBeGreaterThan(4)
      await play.close()
      expect(await askEngine(dockerd.address, 'GET', '/images/json?all=true')).toEqual([])
    },
  )
})
