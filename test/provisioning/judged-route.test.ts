/** True TLS to a broker whose certificate is not of this time: who is believed, and what is said before. */
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type Server } from 'node:tls'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Route } from '../../agent/adapters/mqtt-route.ts'
import { openOwnAuthority } from '../../fleet/registrar/own-authority.ts'

const YEAR = 365 * 86_400_000

let directory: string
let server: Server | null = null
let heard: Buffer[] = []
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-judged-'))
  return () => rm(directory, { recursive: true, force: true })
})
afterEach(() => {
  server?.close()
  server = null
  heard = []
})

/** A broker of an authority that is so many years old, or not made yet; both live for twenty. */
async function broker(madeMs: number, name = 'localhost') {
  const place = await mkdtemp(join(directory, 'a-'))
  const authority = await openOwnAuthority({ directory: place }, madeMs)
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
  const { certificates, notAfterMs } = await authority.issueForServer(spki, [name], madeMs)
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' })
  const made = createServer({ cert: certificates, key }, (socket) => {
    socket.on('data', (bytes: Buffer) => heard.push(bytes)).on('error', () => {})
  })
  server = made
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve))
  const caFile = join(place, 'ca.pem')
  await writeFile(caFile, authority.certificate)
  return { url: `mqtts://localhost:${(made.address() as AddressInfo).port}`, caFile, notAfterMs }
}

async function open(endpoint: ConstructorParameters<typeof Route>[0]): Promise<string> {
  try {
    const { stream, socket } = await new Route(endpoint).open(10_000, new AbortController().signal, {})
    stream.destroy()
    socket.destroy()
    return 'open'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('a broker whose certificate is not of this time by the clock', () => {
  it.each([
    ['has ended, a year ago', -21 * YEAR],
    ['is not valid yet, for a year', YEAR],
  ])('and %s, is believed by a device that knows of no later moment, and by no other', async (_, ageMs) => {
    const { notAfterMs, ...endpoint } = await broker(Date.now() + ageMs)
    const judged: string[] = []
    const told = { judgedByFloor: () => void judged.push('by the floor') }
    expect(await open({ ...endpoint, ...told })).toBe('HF_CLOCK_WRONG')
    expect(await open({ ...endpoint, ...told, timeFloorMs: () => notAfterMs + 1000 })).toBe('HF_CLOCK_WRONG')
    expect(judged).toEqual([])
    expect(await open({ ...endpoint, ...told, timeFloorMs: () => notAfterMs - 1000 })).toBe('open')
    expect(judged).toEqual(['by the floor'])
  })

  it('is not believed where it is of another authority or name; nothing was said to it', async () => {
    const old = await broker(Date.now() - 21 * YEAR, 'elsewhere')
    const another = await openOwnAuthority({ directory: await mkdtemp(join(directory, 'a-')) }, Date.now() - 21 * YEAR)
    const foreign = join(directory, 'foreign.pem')
    await writeFile(foreign, another.certificate)
    expect(await open({ ...old, timeFloorMs: () => 0 })).toBe('HF_BROKER_REFUSED')
    expect(await open({ ...old, caFile: foreign, timeFloorMs: () => 0 })).not.toBe('open')
    expect(heard).toEqual([])
  })
})
