/** `holdfast delta`: what a new image has that an old one has not, beside the new one in its registry. */
import { HoldfastError } from '../../protocol/errors.ts'
import { usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { makeDelta } from '../delta/make-delta.ts'
import { platformPairs } from '../delta/platform-pairs.ts'
import { readImages } from '../delta/read-image.ts'
import { RegistryClient } from '../registry/client.ts'
import { dockerConfigPath, loadDockerConfig } from '../registry/credentials.ts'
import { pushArtifact } from '../registry/push.ts'
import { parseReference, pinned, type Reference } from '../registry/reference.ts'
import { SILENT_MS } from './deltas-for.ts'

export const command: CommandBody = {
  usage: 'OLD NEW [--publish]',
  positionals: [2, 2],
  flags: {
    publish: { help: 'put it into the registry of the new image' },
    platform: { value: 'OS/ARCH', help: 'only the images for it: linux/arm64; default every one that both have' },
    json: { help: 'print one line of JSON for each platform' },
  },
  details: `Devices that have the old image and fetch by the content store take the delta instead of whole layers, when that
is less. Both images are fetched, with the credentials of "docker login", and kept in memory: it takes about four times
their unpacked size. The delta is an artifact that refers to the new image, so that any registry serves it;
docs/content.md says how a device finds and takes it. Without --publish only its size is told.

Example:
  holdfast delta registry.example/shop/till:6 registry.example/shop/till:7 --publish`,
  async run(args, io) {
    const [old, fresh] = args.positionals.map((text) => referenceOf(text))
    if (old === undefined || fresh === undefined) throw usage('name an old image and a new one')
    const client = new RegistryClient(await loadDockerConfig(dockerConfigPath(io.env)), SILENT_MS)
    const place = `${args.positionals[0]} to ${args.positionals[1]}`
    const pairs = platformPairs(await readImages(client, old, place), await readImages(client, fresh, place))
    const platform = args.text('platform')
    const wanted = pairs.filter(([, image]) => platform === undefined || image.platform === platform)
    if (wanted.length === 0)
      throw new HoldfastError('HF_DELTA_INVALID', `they have no image for ${platform ?? 'the same platform'}`, {
        place,
      })
    for (const [before, after] of wanted) {
      const made = await makeDelta(client, before, after, place)
      if (made !== null && args.has('publish')) await pushArtifact(client, after.from, made.artifact)
      const told = {
        event: 'delta',
        old: pinned(old, before.digest),
        new: pinned(fresh, after.digest),
        platform: after.platform || null,
        bytes: made?.bytes ?? 0,
        layerBytes: made?.layerBytes ?? 0,
        published: made !== null && args.has('publish'),
      }
      io.out(args.has('json') ? `${JSON.stringify(told)}\n` : shown(told))
    }
    return EXIT.OK
  },
}

function referenceOf(text: string): Reference {
  const reference = parseReference(text)
  if (typeof reference === 'string') throw usage(reference)
  return reference
}

function shown(told: { platform: string | null; bytes: number; layerBytes: number; published: boolean }): string {
  const of = told.platform === null ? '' : `${told.platform}: `
  if (told.layerBytes === 0) return `${of}the old image has every layer of the new one: there is nothing to make\n`
  const share = ((100 * told.bytes) / told.layerBytes).toFixed(1)
  return `${of}${told.bytes} bytes instead of ${told.layerBytes} (${share} %)${told.published ? ', published' : ''}\n`
}
