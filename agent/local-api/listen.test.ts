import { rename, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Rig } from './local-api-rig.ts'

let device: Rig
beforeEach(async () => {
  device = await Rig.start()
})
afterEach(() => device.end())

describe('the socket', () => {
  it('that a life left behind which was cut off is taken over', async () => {
    await device.api.close()
    // Closed without its file being removed, as by a power cut.
    const cut = createServer()
    await new Promise<void>((resolve) => cut.listen(`${device.socket}.real`, resolve))
    await rename(`${device.socket}.real`, device.socket)
    await new Promise((resolve) => cut.close(resolve))
    await device.begin()
    expect((await device.ask('GET', '/v1/health')).status).toBe(200)
  })

  it('that another agent answers on is not', async () => {
    await expect(device.begin()).rejects.toMatchObject({ code: 'HF_LISTEN_FAILED' })
    expect((await device.ask('GET', '/v1/health')).status).toBe(200)
  })

  it('cannot be made where something else stands', async () => {
    await device.api.close()
    await writeFile(device.socket, 'mine')
    await expect(device.begin()).rejects.toMatchObject({ code: 'HF_LISTEN_FAILED' })
  })
})

it('the address is tried until it is there, while the socket serves', async () => {
  await device.api.close()
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(device.port, '127.0.0.1', resolve))
  await device.begin()
  expect((await device.ask('GET', '/v1/health')).status).toBe(200)
  await new Promise((resolve) => other.close(resolve))
  const deadline = Date.now() + 60_000
  const asks = async () => device.ask('GET', '/v1/health', { tcp: true }).catch(() => null)
  let said = await asks()
  for (; said === null && Date.now() < deadline; said = await asks()) await device.clock.advance(10_000)
  expect(said?.status).toBe(200)
  expect(device.lines.filter((line) => line.includes('does not listen'))).toHaveLength(1)
})
