/** Devices of one network that share what they fetch, and neighbours that are good for nothing. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { noiseImage } from './image.ts'
import { type Device, Neighbourhood } from './neighbourhood.ts'

const MB = 1024 * 1024
const IMAGE = noiseImage([
  { name: 'base', bytes: 3 * MB },
  { name: 'middle', bytes: MB },
  { name: 'libraries', bytes: 500_000 },
  { name: 'more', bytes: 400_000 },
  { name: 'application', bytes: 700_001 },
])
const BLOBS = [IMAGE.config, ...IMAGE.layers]
const ALL = BLOBS.reduce((sum, { bytes }) => sum + bytes.length, 0)
const [BASE = IMAGE.config] = IMAGE.layers

let site: Neighbourhood
beforeEach(async () => {
  site = await Neighbourhood.of(IMAGE)
})
afterEach(() => site.close())

const has = ({ engine }: Device): boolean => engine.images.has(site.reference(IMAGE))

/** Each byte of each blob left the registry once. */
function isOnce(): void {
  for (const { digest, bytes } of BLOBS)
    expect([digest, site.registry.sent.get(digest)]).toEqual([digest, bytes.length])
}

/** A neighbour that has, by its own word, the first layer. */
function sayingBase(give: (request: IncomingMessage, response: ServerResponse) => void) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (!request.url?.endsWith(BASE.digest)) return void response.writeHead(404).end()
    if (request.method === 'HEAD') return void response.writeHead(200, { 'content-length': BASE.bytes.length }).end()
    give(request, response)
  }
}

describe('an image that several devices want', () => {
  it.each([2, 4])('at once, %i of them: every blob leaves the registry once', async (count) => {
    const devices = await site.devices(count)
    const ends = await Promise.all(devices.map((device) => site.pull(device, IMAGE)))
    expect(devices.map(has)).toEqual(devices.map(() => true))
    isOnce()
    const outside = ends.reduce((sum, { fetchedBytes = 0 }) => sum + fetchedBytes, 0)
    const near = ends.reduce((sum, { neighbourBytes = 0 }) => sum + neighbourBytes, 0)
    // Manifests are fetched by whoever does not find them next door.
    expect(outside).toBeLessThanOrEqual(ALL + count * IMAGE.manifest.length)
    expect(outside + near).toBe(count * (ALL + IMAGE.manifest.length))
    expect(devices.reduce((sum, { served }) => sum + served, 0)).toBeGreaterThanOrEqual((count - 1) * ALL)
    for (const { course } of ends) expect(course).toMatchObject({ way: 'whole', excessBytes: 0, fallbacks: [] })
  })

  it('one after the other: the second needs no registry at all', async () => {
    const [first, second] = (await site.devices(2)) as [Device, Device]
    await site.pull(first, IMAGE)
    const asked = site.registry.seen.length
    const end = await site.pull(second, IMAGE)
    expect(site.registry.seen.slice(asked).filter(({ path }) => !path.includes('referrers'))).toEqual([])
    expect(end).toMatchObject({ fetchedBytes: 0, neighbourBytes: ALL + IMAGE.manifest.length })
    isOnce()
  })

  it('over a link that is cut all the time, once all the same', async () => {
    site.registry.faults.cutAfter = 300_000
    const devices = await site.devices(3)
    await Promise.all(devices.map((device) => site.pull(device, IMAGE)))
    isOnce()
  })

  it('and one of them alone when no byte may go between them', async () => {
    const devices = (await site.devices(2)) as [Device, Device]
    for (const device of devices) device.isOpen = false
    for (const device of devices) expect(await site.pull(device, IMAGE)).toMatchObject({ neighbourBytes: 0 })
    expect(site.registry.sent.get(BASE.digest)).toBe(2 * BASE.bytes.length)
    expect(await status(devices[0].address, `/v1/blobs/${BASE.digest}`)).toBe(503)
  })

  it('is given up with the image that it was kept for', async () => {
    const [first, second] = (await site.devices(2)) as [Device, Device]
    await site.pull(first, IMAGE)
    await first.port.removeImage(site.reference(IMAGE))
    expect(await status(first.address, `/v1/blobs/${BASE.digest}`)).toBe(404)
    await site.pull(second, IMAGE)
    expect(site.registry.sent.get(BASE.digest)).toBe(2 * BASE.bytes.length)
  })

  it('is kept for nobody where it is larger than what may be kept', async () => {
    const [only] = (await site.devices(1, [], { keepBytes: ALL - 1 })) as [Device]
    await site.pull(only, IMAGE)
    expect(await status(only.address, `/v1/blobs/${BASE.digest}`)).toBe(404)
  })
})

describe('a neighbour that', () => {
  it('lies is dropped, and the blob comes from outside, once', async () => {
    const liar = await site.stranger(sayingBase((_, response) => response.end(Buffer.alloc(BASE.bytes.length))))
    const [device] = (await site.devices(1, [liar])) as [Device]
    const end = await site.pull(device, IMAGE)
    expect(has(device)).toBe(true)
    isOnce()
    expect(end).toMatchObject({ neighbourBytes: BASE.bytes.length, course: { excessBytes: 0 } })
    expect(device.log.join('\n')).toMatch(/a neighbour is not asked for a while.*lied/)
  })

  it('lies and dies in the middle costs that blob once more, and no other', async () => {
    const liar = await site.stranger(
      sayingBase((_, response) => {
        response.writeHead(200, { 'content-length': BASE.bytes.length })
        response.write(Buffer.alloc(2 * MB), () => response.destroy())
      }),
    )
    const [device] = (await site.devices(1, [liar])) as [Device]
    const end = await site.pull(device, IMAGE)
    expect(has(device)).toBe(true)
    expect(site.registry.sent.get(BASE.digest)).toBeGreaterThan(BASE.bytes.length)
    expect(site.registry.sent.get(BASE.digest)).toBeLessThanOrEqual(2 * BASE.bytes.length)
    expect(end.course?.excessBytes).toBeGreaterThan(0)
    expect(device.log.join('\n')).toMatch(/a neighbour is not asked for a while.*lied/)
  })

  it('dies in the middle has given what it gave: the registry goes on at the byte', async () => {
    const mortal = await site.stranger(
      sayingBase((_, response) => {
        response.writeHead(200, { 'content-length': BASE.bytes.length })
        response.write(BASE.bytes.subarray(0, 2 * MB), () => response.destroy())
      }),
    )
    const [device] = (await site.devices(1, [mortal])) as [Device]
    const end = await site.pull(device, IMAGE)
    expect(has(device)).toBe(true)
    const near = end.neighbourBytes ?? 0
    expect(near).toBeGreaterThan(MB)
    expect(site.registry.sent.get(BASE.digest)).toBe(BASE.bytes.length - near)
    expect(end.course?.excessBytes).toBe(0)
  })

  it('says nothing more in the middle is given up, and the registry goes on', async () => {
    const stalled = await site.stranger(
      sayingBase((_, response) => {
        response.writeHead(200, { 'content-length': BASE.bytes.length })
        response.write(BASE.bytes.subarray(0, 2 * MB))
      }),
    )
    site.limits.silentMs = 500
    const [device] = (await site.devices(1, [stalled])) as [Device]
    const { neighbourBytes = 0 } = await site.pull(device, IMAGE)
    expect(has(device)).toBe(true)
    expect(site.registry.sent.get(BASE.digest)).toBe(BASE.bytes.length - neighbourBytes)
  })

  it('claims for ever, or brings a blob for ever without a byte more, is waited for so long and no longer', async () => {
    const claims = await site.stranger((_, response) => void response.writeHead(202).end())
    const brings = await site.stranger((request, response) => {
      const bytes = BLOBS.find(({ digest }) => request.url?.endsWith(digest))?.bytes.length
      response.writeHead(bytes === undefined ? 404 : 202, { 'holdfast-progress': `7/${bytes}` }).end()
    })
    site.limits.stalledMs = 500
    const [device] = (await site.devices(1, [claims, brings])) as [Device]
    await site.pull(device, IMAGE)
    expect(has(device)).toBe(true)
    isOnce()
  })

  it('brings a blob for others, and dies of it, is waited for until it is gone; then one of the others brings it', async () => {
    let asked = 0
    const mortal = await site.stranger((request, response) => {
      const bytes = BLOBS.find(({ digest }) => request.url?.endsWith(digest))?.bytes.length
      asked += 1
      if (asked > 12) return void request.socket.destroy()
      response.writeHead(bytes === undefined ? 404 : 202, { 'holdfast-progress': `${asked}/${bytes}` }).end()
    })
    const devices = await site.devices(2, [mortal])
    await Promise.all(devices.map((device) => site.pull(device, IMAGE)))
    expect(devices.map(has)).toEqual([true, true])
    expect(asked).toBeGreaterThan(12)
    isOnce()
  })

  it('gives to others just now is asked again', async () => {
    let busy = 2
    const there = await site.stranger(
      sayingBase((_, response) => {
        busy -= 1
        if (busy >= 0) response.writeHead(429, { 'retry-after': '1' }).end()
        else response.end(BASE.bytes)
      }),
    )
    const [device] = (await site.devices(1, [there])) as [Device]
    expect(await site.pull(device, IMAGE)).toMatchObject({ neighbourBytes: BASE.bytes.length })
    expect(site.registry.sent.get(BASE.digest)).toBeUndefined()
  })

  it('gives nothing of what it says it has', async () => {
    const empty = await site.stranger(sayingBase((_, response) => response.writeHead(404).end()))
    const [device] = (await site.devices(1, [empty])) as [Device]
    expect(await site.pull(device, IMAGE)).toMatchObject({ neighbourBytes: 0 })
    isOnce()
  })

  it('answers with rubbish to everything', async () => {
    const rubbish = await site.stranger((_, response) => response.writeHead(200, { 'content-length': 3 }).end('???'))
    const [device] = (await site.devices(1, [rubbish, '127.0.0.1:1'])) as [Device]
    await site.pull(device, IMAGE)
    expect(has(device)).toBe(true)
    isOnce()
  })
})

describe('what is given to others', () => {
  it('is what signed targets name, by its digest, and nothing else', async () => {
    const [device] = (await site.devices(1)) as [Device]
    await site.pull(device, IMAGE)
    const at = (path: string): Promise<number> => status(device.address, path)
    expect(await at(`/v1/blobs/${BASE.digest}`)).toBe(200)
    expect(await at(`/v1/blobs/${IMAGE.digest}`)).toBe(200)
    for (const path of [
      '/',
      '/v1/blobs/',
      '/v1/blobs/../../../etc/passwd',
      '/v1/blobs/..%2f..%2fetc%2fpasswd',
      `/v1/blobs/${BASE.digest}.image`,
      `/v1/blobs/${BASE.digest.replace(':', '-')}`,
      `/v1/blobs/sha256:${'0'.repeat(64)}`,
    ])
      expect([path, await at(path)]).toEqual([path, 404])
    // The target that named it is gone; the blob is not, yet.
    device.named.clear()
    expect(await at(`/v1/blobs/${BASE.digest}`)).toBe(404)
  })

  it('is given in parts, too', async () => {
    const [device] = (await site.devices(1)) as [Device]
    await site.pull(device, IMAGE)
    const url = `http://${device.address}/v1/blobs/${BASE.digest}`
    const part = await fetch(url, { headers: { range: 'bytes=1000000-1000009' } })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe(`bytes 1000000-1000009/${BASE.bytes.length}`)
    expect(Buffer.from(await part.arrayBuffer())).toEqual(BASE.bytes.subarray(1_000_000, 1_000_010))
    expect((await fetch(url, { headers: { range: `bytes=${3 * MB}-` } })).status).toBe(416)
    expect((await fetch(url, { method: 'POST' })).status).toBe(404)
  })

  it('is given to so many at a time, and no faster than it may be', async () => {
    const [device] = (await site.devices(1, [], { bytesPerSecond: 1 })) as [Device]
    await site.pull(device, IMAGE)
    const path = `/v1/blobs/${BASE.digest}`
    const asked = Array.from({ length: 20 }, () => status(device.address, path, 'held'))
    const statuses = (await Promise.all(asked)).sort((a, b) => a - b)
    expect(statuses).toEqual([...Array<number>(16).fill(200), ...Array<number>(4).fill(429)])
    // At a byte a second nothing comes while a test lasts.
    expect(device.served).toBeLessThanOrEqual(16 * 1024)
  })

  it('is nothing, and nobody is kept waiting, where the address is not there', async () => {
    const [device] = (await site.devices(1, [], { listen: { host: '192.0.2.77', port: 1 } })) as [Device]
    await site.pull(device, IMAGE)
    expect(has(device)).toBe(true)
    expect(device.log.join('\n')).toContain('nothing can be shared with neighbours yet')
  })

  it('is nothing before the agent has opened it, nor after its end', async () => {
    const [device] = (await site.devices(1)) as [Device]
    expect(await isReached(device.address)).toBe(true)
    await device.door.close()
    expect(await isReached(device.address)).toBe(false)
  })
})

/** Of a path that is sent as it stands. @param end what becomes of the connection */
function status(address: string, path: string, end: 'closed' | 'held' = 'closed'): Promise<number> {
  const [host = '', port = ''] = address.split(':')
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), host)
    socket.once('error', reject)
    socket.once('data', (bytes: Buffer) => {
      resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(bytes.toString('latin1'))?.[1]))
      if (end === 'closed') socket.destroy()
    })
    socket.write(`GET ${path} HTTP/1.1\r\nhost: it\r\n\r\n`)
  })
}

function isReached(address: string): Promise<boolean> {
  const [host = '', port = ''] = address.split(':')
  return new Promise((resolve) => {
    const socket = connect(Number(port), host)
    socket.once('error', () => resolve(false))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })
}
