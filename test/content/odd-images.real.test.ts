/** Forms of images that the field has and our own builders do not make, from a real registry into a real engine. */
import { execFile as execFileBack } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { dockerEngine } from '../../agent/adapters/docker.ts'
import { systemClock } from '../../agent/adapters/system-clock.ts'
import { USUAL_CONTENT } from '../../agent/content/content-config.ts'
import { contentEngine } from '../../agent/content/content-engine.ts'
import { createLog } from '../../agent/log.ts'
import type { EnginePort, PullProgress } from '../../machines/ports.ts'
import { uniqueName } from '../engine/specs.ts'
import { askEngine } from '../rig/ask-engine.ts'
import { pushBlob, pushManifest } from '../rig/images.ts'
import { describeReal } from '../rig/use-rig.ts'
import { digestOf } from './image.ts'
import { OddFront } from './odd-front.ts'
import {
  attestationOf,
  bySha512,
  DOCKER,
  type Document,
  entryOf,
  fileTar,
  gzipped,
  indexOf,
  OCI,
  type OddImage,
  type OddLayer,
  oddImage,
  plain,
  zstd,
} from './odd-image.ts'

const execFile = promisify(execFileBack)
const NEVER = new AbortController().signal
/** As our own requests are named. */
const OURS = ['holdfast']
const NAME = 'content/odd'
const NO_FILES = Buffer.alloc(1024)
const NOTHING = Buffer.alloc(0)
const HERE = { os: 'linux', architecture: 'amd64' }

describeReal('an image', (rig) => {
  let front: OddFront
  let dataDir: string
  let engine: EnginePort
  let plainEngine: EnginePort
  let isContainerdStore: boolean
  /** Docker's before 23.0 do not. */
  let knowsZstd: boolean
  /** It unpacks a layer by what it is, and not by what it says. */
  let looksAtLayers: boolean
  let salt: string
  const log: string[] = []
  const made: string[] = []

  beforeAll(async () => {
    const { DriverStatus, ServerVersion } = await askEngine<{ DriverStatus: unknown; ServerVersion: string }>(
      rig.engine,
      'GET',
      '/info',
    )
    isContainerdStore = JSON.stringify(DriverStatus).includes('io.containerd.snapshotter')
    const version = Number.parseInt(ServerVersion, 10)
    knowsZstd = version >= 23
    looksAtLayers = !isContainerdStore || version >= 28
  })

  beforeEach(async () => {
    log.length = 0
    salt = uniqueName('odd')
    front = await OddFront.before(rig.registry)
    dataDir = await mkdtemp(join(tmpdir(), 'holdfast-odd-'))
    plainEngine = dockerEngine({ socketPath: rig.engine })
    engine = contentEngine({
      engine: plainEngine,
      dataDir,
      config: { ...USUAL_CONTENT, by: 'store' },
      clock: systemClock(),
      log: createLog({ level: 'warn', format: 'text', write: (line) => void log.push(line) }),
    })
  })

  afterEach(async () => {
    for (const ref of made.splice(0)) await plainEngine.removeImage(ref)
    await front.close()
    await rm(dataDir, { recursive: true })
  })

  const file = (name: string, bytes = 50_000): Buffer => fileTar(name, bytes, salt)
  const left = (): Promise<string[]> => readdir(join(dataDir, 'content'))

  /** To the registry, but for what lies elsewhere. */
  async function push(image: OddImage, isElsewhere: (layer: OddLayer) => boolean = () => false): Promise<void> {
    for (const bytes of [
      image.config.bytes,
      ...image.layers.filter((layer) => !isElsewhere(layer)).map((layer) => layer.packed),
    ])
      await pushBlob(rig.registry, NAME, { digest: digestOf(bytes), bytes })
    // A registry whose configuration allows no URLs takes none.
    if (image.layers.some(({ urls }) => urls !== undefined)) front.hold(image)
    else await pushManifest(rig.registry, NAME, image.digest, image.body, image.mediaType)
  }

  async function pushIndex(index: Document): Promise<void> {
    await pushManifest(rig.registry, NAME, index.digest, index.body, index.mediaType)
  }

  async function pull({ digest }: Document): Promise<PullProgress | undefined> {
    const ref = `${front.address}/${NAME}@${digest}`
    made.push(ref)
    let last: PullProgress | undefined
    await engine.pull(ref, (progress) => (last = progress), NEVER)
    return last
  }

  /** The engine has the very one: its configuration, or manifest, and the content of each layer. */
  async function isThere(image: OddImage, top: Document = image): Promise<void> {
    const { Id, RootFS } = await askEngine<{ Id: string; RootFS: { Layers?: string[] } }>(
      rig.engine,
      'GET',
      `/images/${encodeURIComponent(`holdfast.local/${front.address.replace(':', '_')}/${NAME}:${top.digest.replace(':', '-')}`)}/json`,
    )
    expect(isContainerdStore ? [image.digest, top.digest] : [image.config.digest]).toContain(Id)
    expect(RootFS.Layers ?? []).toEqual(image.layers.map(({ tar }) => digestOf(tar)))
  }

  /** By us, and nothing is left of it. */
  async function comes(image: OddImage, top: Document = image): Promise<void> {
    const last = await pull(top)
    await isThere(image, top)
    expect(last?.course?.fallbacks).toEqual([])
    expect(log).toEqual([])
    expect(await left()).toEqual([])
    expect([...front.askers]).toEqual(OURS)
  }

  /** By the engine's own pull; that is told, with the reason. */
  async function isLeftToTheEngine(top: Document, why: string): Promise<string> {
    const end = await pull(top).then(
      () => 'comes',
      ({ code }: { code: string }) => code,
    )
    expect(front.askers.size).toBeGreaterThan(OURS.length)
    expect(log).toEqual([expect.stringMatching(`another way.*way=pull.*${why}`)])
    return end
  }

  describe('comes, of which', () => {
    it.each<[string, () => OddImage]>([
      ['no layer is packed', () => oddImage([plain(file('a')), plain(file('b'))], salt)],
      [
        'no layer is packed, in Docker’s own form',
        () =>
          oddImage(
            [file('a'), file('b')].map((tar) => plain(tar, DOCKER.layer)),
            salt,
            DOCKER,
          ),
      ],
      ['one layer is there twice', () => oddImage([gzipped(file('a')), gzipped(file('b')), gzipped(file('a'))], salt)],
      ['one layer is there twice, one on the other', () => oddImage([gzipped(file('a')), gzipped(file('a'))], salt)],
      ['one content is there twice, packed in two ways', () => oddImage([gzipped(file('a')), plain(file('a'))], salt)],
      ['a layer has no files', () => oddImage([gzipped(file('a')), gzipped(NO_FILES), gzipped(file('b'))], salt)],
      ['the only layer has no files', () => oddImage([gzipped(NO_FILES)], salt)],
      ['a layer has not one byte', () => oddImage([gzipped(file('a')), plain(NOTHING), gzipped(file('b'))], salt)],
      ['a layer has not one byte, packed', () => oddImage([gzipped(file('a')), gzipped(NOTHING)], salt)],
    ])('%s', async (_, make) => {
      const image = make()
      await push(image)
      await comes(image)
    })

    it('one layer is packed otherwise than it says, which not every engine takes', async () => {
      const image = oddImage([{ ...gzipped(file('a')), mediaType: OCI.layer }], salt)
      await push(image)
      if (!looksAtLayers) await expect(pull(image)).rejects.toMatchObject({ code: 'HF_REGISTRY_INVALID' })
      else await comes(image)
    })

    it('large layers are there twice, over a link on which the lower ones are loaded first', async () => {
      const [a, b, c] = ['a', 'b', 'c'].map((name) => gzipped(file(name, 5_000_000))) as [OddLayer, OddLayer, OddLayer]
      const image = oddImage([a, b, a, c, b], salt)
      await push(image)
      front.rate = 8_000_000
      await comes(image)
    })

    it.each([OCI, DOCKER])('a layer need not be distributed, and is: $foreign', async (types) => {
      const tar = file('b')
      const packed = gzipped(tar, types.layer)
      const layer = {
        ...packed,
        mediaType: packed.mediaType.replace(types.layer, types.foreign),
        urls: ['http://127.0.0.1:9/'],
      }
      const image = oddImage([gzipped(file('a'), types.layer), layer], salt, types)
      await push(image)
      await comes(image)
    })

    it.each([OCI, DOCKER])('an index has others, and attestations: $index', async (types) => {
      const image = oddImage([gzipped(file('a'), types.layer)], salt, types)
      const other = oddImage([gzipped(file('b'), types.layer)], salt, types, 'arm64')
      const attestation = attestationOf(image)
      for (const each of [image, other, attestation.document]) await push(each)
      const others = [attestation.entry, entryOf(other, { os: 'linux', architecture: 'arm64', variant: 'v8' })]
      const index = indexOf([...others, entryOf(image, HERE)], types)
      await pushIndex(index)
      await comes(image, index)
    })

    it('the index names another by a hash that nobody reads here', async () => {
      const image = oddImage([gzipped(file('a'))], salt)
      const other = oddImage([gzipped(file('b'))], salt, OCI, 'arm64')
      await push(image)
      const index = indexOf([entryOf(bySha512(other), { os: 'linux', architecture: 'arm64' }), entryOf(image, HERE)])
      // The registry would not take it.
      front.hold(index)
      await comes(image, index)
    })
  })

  describe('whose layers are packed by zstd', () => {
    it('comes, or the engine that cannot unpack them is told of, and not a byte comes twice', async () => {
      const image = oddImage([gzipped(file('a')), zstd(file('b'))], salt)
      await push(image)
      if (knowsZstd) return comes(image)
      const told = { code: 'HF_ENGINE_FAILED', message: expect.stringMatching(/zstd.*23\.0.*20\.10/) }
      await expect(pull(image)).rejects.toMatchObject(told)
      // The update tries again.
      await expect(pull(image)).rejects.toMatchObject(told)
      const asked = front.seen.filter((path) => path.includes('/blobs/'))
      expect(asked).toHaveLength(new Set(asked).size)
      expect([...front.askers]).toEqual(OURS)
      expect(log).toEqual([])
      await engine.removeImage(made[0] as string)
      expect(await left()).toEqual([])
    })

    it('comes by a delta into any engine of the classic store', async () => {
      const old = oddImage([gzipped(file('a')), gzipped(file('b', 900_000))], salt)
      const fresh = oddImage([gzipped(file('a')), zstd(file('b', 901_000)), gzipped(file('a'))], salt)
      for (const image of [old, fresh]) await push(image)
      await comes(old)
      const names = [old, fresh].map(({ digest }) => `${rig.registry}/${NAME}@${digest}`)
      await execFile(process.execPath, ['bin/holdfast.ts', 'delta', ...names, '--publish', '--json'])
      if (isContainerdStore) {
        await pull(fresh)
        return isThere(fresh)
      }
      await comes(fresh)
      expect(front.seen.filter((path) => fresh.layers.some(({ packed }) => path.endsWith(digestOf(packed))))).toEqual(
        old.layers.map(({ packed }) => expect.stringContaining(digestOf(packed))).slice(0, 1),
      )
    })
  })

  describe('is left to the engine', () => {
    it.each([OCI, DOCKER])('when a layer is nowhere but elsewhere: $foreign', async (types) => {
      const packed = gzipped(file('b'), types.layer)
      const url = front.holdFile('layer', packed.packed)
      const layer = { ...packed, mediaType: packed.mediaType.replace(types.layer, types.foreign), urls: [url] }
      const image = oddImage([gzipped(file('a'), types.layer), layer], salt, types)
      await push(image, (each) => each === layer)
      const end = await isLeftToTheEngine(image, '404.*elsewhere')
      expect(end).toBe(isContainerdStore ? 'comes' : 'HF_REGISTRY_NOT_FOUND')
    })

    it('when its own manifest has a hash that nobody reads here', async () => {
      const image = oddImage([gzipped(file('a'))], salt)
      await push(image)
      front.hold(bySha512(image))
      const index = indexOf([entryOf(bySha512(image), HERE)])
      front.hold(index)
      await isLeftToTheEngine(index, 'sha512:.*only SHA-256')
    })

    it('when a layer has a hash that nobody reads here', async () => {
      const image = oddImage([gzipped(file('a'))], salt)
      await push(image)
      const [layer] = image.layers.map(({ packed }) => ({ digest: digestOf(packed), body: packed, mediaType: '' }))
      const other = bySha512(layer as Document).digest
      const body = Buffer.from(image.body.toString().replace(layer?.digest ?? '', other))
      const odd = { ...image, digest: digestOf(body), body }
      front.hold(odd)
      await isLeftToTheEngine(odd, 'SHA-256')
    })

    it('when it has no layers', async () => {
      const image = oddImage([], salt)
      await push(image)
      expect(await isLeftToTheEngine(image, 'SHA-256')).toBe('comes')
      expect(await engine.hasImage(made[0] as string)).toBe(true)
      expect(await left()).toEqual([])
    })
  })
})
