import type { IncomingMessage } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keyOf } from './keys.ts'
import { REPORT, Rig, SECRET } from './local-api-rig.ts'

let device: Rig
beforeEach(async () => {
  device = await Rig.start()
})
afterEach(() => device.end())

/** Who listens to the progress, and what they heard. */
class Listener {
  text = ''
  isEnded = false

  constructor(response: IncomingMessage) {
    response.setEncoding('utf8').on('data', (chunk: string) => {
      this.text += chunk
    })
    response.on('close', () => {
      this.isEnded = true
    })
  }

  get steps(): string[] {
    return [...this.text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => {
      return (JSON.parse(data) as { progress: { step: string } }).progress.step
    })
  }
}

async function listen(key?: string): Promise<Listener> {
  return new Listener(await device.open('GET', '/v1/progress', key === undefined ? {} : { key }))
}

/** Something else is being done. */
function goOn(step: string): void {
  device.report = { ...REPORT, progress: { step, doneBytes: 1, totalBytes: 2, percent: 50 } }
  device.changes.next()
}

/** Lets so much time pass on the device, and what it sets off arrive. */
async function pass(ms: number): Promise<void> {
  await delay(15)
  await device.clock.advance(ms)
  await delay(15)
}

describe('a listener', () => {
  it('hears what is so now, and then each change', async () => {
    const listener = await listen()
    await pass(300)
    goOn('fetching db')
    await pass(300)
    expect(listener.steps).toEqual(['fetching web', 'fetching db'])
  })

  it('hears the newest of many changes, not each of them', async () => {
    const listener = await listen()
    await pass(100)
    for (let n = 0; n < 50; n += 1) goOn(`step ${n}`)
    await pass(300)
    expect(listener.steps).toEqual(['fetching web', 'step 49'])
  })

  it('hears nothing when nothing of it has changed, but that the device is there', async () => {
    const listener = await listen()
    await pass(300)
    device.changes.next()
    await pass(300)
    expect(listener.text.split('\n\n')).toHaveLength(2)
    await pass(15_000)
    expect(listener.text.endsWith(': still here\n\n')).toBe(true)
    expect(listener.steps).toHaveLength(1)
  })

  it('that goes makes room for another', async () => {
    const responses: IncomingMessage[] = []
    for (let n = 0; n < 4; n += 1) responses.push(await device.open('GET', '/v1/progress'))
    expect((await device.ask('GET', '/v1/progress')).status).toBe(429)
    responses[0]?.destroy()
    await delay(50)
    expect((await device.open('GET', '/v1/progress')).statusCode).toBe(200)
  })

  it('of one service does not take the place of all others', async () => {
    for (let n = 0; n < 4; n += 1) await listen()
    expect((await device.open('GET', '/v1/progress', { key: keyOf(SECRET, 'oven', '') })).statusCode).toBe(200)
  })

  it('is let go when the agent ends', async () => {
    const listener = await listen()
    await device.api.close()
    await delay(20)
    expect(listener.isEnded).toBe(true)
    await device.begin()
  })

  it('that does not read gets the newest when it reads again, and no backlog', async () => {
    const response = await device.open('GET', '/v1/progress')
    for (let n = 0; n < 40; n += 1) {
      goOn(`${n} ${'x'.repeat(200_000)}`)
      await pass(300)
    }
    const listener = new Listener(response)
    for (let n = 0; n < 5; n += 1) await pass(300)
    expect(listener.steps.length).toBeLessThan(15)
    expect(listener.steps.at(-1)).toMatch(/^39 /)
  })
})
