/** What we publish is protobuf to others too: Debian's protoc reads it with our .proto and nothing else. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { encode, KINDS, type Kind, type Loose } from '../../protocol/codec.ts'
import { generateKey } from '../../protocol/keys.ts'
import { seal } from '../../protocol/signature.ts'
import { describeReal } from '../rig/use-rig.ts'

const FOLDER = join(import.meta.dirname, '..', '..', 'protocol')

function protoc(type: string, bytes: Uint8Array): string {
  return execFileSync('protoc', ['-I', FOLDER, `--decode=${type}`, 'holdfast.proto'], {
    input: bytes,
    encoding: 'utf8',
  })
}

function decoded<M extends object>(kind: Kind<M>, message: Loose<M>): string {
  return protoc(kind.name, encode(kind, message))
}

describeReal('protoc', () => {
  it('reads a release with 64-bit, negative and nested values', () => {
    const text = decoded(KINDS.Release, {
      name: 'app',
      services: [
        {
          name: 'web',
          imageBytes: 2 ** 53 - 1,
          environment: { KEY: 'wert ü' },
          resources: { memorySwapBytes: -1, pidsLimit: -1 },
          oomScoreAdj: -500,
          stdinOpen: true,
        },
      ],
    })
    expect(text).toContain('image_bytes: 9007199254740991')
    expect(text).toContain('memory_swap_bytes: -1')
    expect(text).toContain('oom_score_adj: -500')
    expect(text).toContain('key: "KEY"')
  })

  it('reads what is signed, envelope and payload', () => {
    const bytes = seal(KINDS.Target, { fleet: 'plant-a', epoch: 7 }, [generateKey('release')])
    expect(protoc('holdfast.v1.Signed', bytes)).toContain('payload_type: "holdfast.v1.Target"')
  })

  it('reads reports, presence, commands, results and logs', () => {
    expect(
      decoded(KINDS.Report, { device: 'd', sequence: 12, blockers: [{ kind: 'rollout', gate: 'download' }] }),
    ).toContain('kind: "rollout"')
    expect(decoded(KINDS.Presence, { device: 'd', online: true, connection: 3 })).toContain('online: true')
    expect(decoded(KINDS.Command, { id: 'c', purge: { volume: 'data' } })).toContain('purge {\n  volume: "data"\n}')
    expect(decoded(KINDS.Result, { id: 'c', outcome: 1, output: new TextEncoder().encode('hi') })).toContain(
      'output: "hi"',
    )
    expect(decoded(KINDS.Log, { sequence: 1, lines: [{ text: 'a line' }], end: true })).toContain('text: "a line"')
  })
})
