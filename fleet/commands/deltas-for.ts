/** `holdfast deploy --deltas`: what the devices would fetch instead of layers, before they are told of the release. */
import type { Release } from '../../protocol/types.ts'
import type { Io } from '../cli/io.ts'
import { fleetPairs } from '../delta/fleet-pairs.ts'
import { type PairEnd, publishDeltas } from '../delta/publish-deltas.ts'
import type { Seen } from '../follow/seen.ts'
import { RegistryClient } from '../registry/client.ts'
import { dockerConfigPath, loadDockerConfig } from '../registry/credentials.ts'

/** A registry may think about what it was given. */
export const SILENT_MS = 120_000

/** @param members those that are to take the release */
export async function deltasFor(members: readonly Seen[], release: Release, io: Io, json: boolean): Promise<void> {
  const client = new RegistryClient(await loadDockerConfig(dockerConfigPath(io.env)), SILENT_MS)
  await publishDeltas(client, fleetPairs(members, release), (end) => {
    if (json) io.out(`${JSON.stringify({ event: 'delta', ...end })}\n`)
    else if (end.result === 'failed') io.err(`warning: no delta ${nameOf(end)}: ${end.fault?.message}\n`)
    else io.out(`delta ${nameOf(end)}: ${WORDS[end.result](end)}\n`)
  })
}

const WORDS: Record<Exclude<PairEnd['result'], 'failed'>, (end: PairEnd) => string> = {
  published: ({ bytes, layerBytes }) => `${bytes} bytes instead of ${layerBytes}`,
  there: ({ bytes, layerBytes }) => `${bytes} bytes instead of ${layerBytes}, published before`,
  useless: () => 'saves nothing, and is not published',
}

function nameOf({ old, fresh, platform, devices }: PairEnd): string {
  const many = `${devices} ${devices === 1 ? 'device' : 'devices'}`
  return `from ${shortOf(old)} to ${shortOf(fresh)}${platform === '' ? '' : ` (${platform})`}, for ${many}`
}

/** With as much of the digest as tells images apart. */
function shortOf(image: string): string {
  return image.replace(/@sha256:([0-9a-f]{12})[0-9a-f]*$/, '@$1')
}
