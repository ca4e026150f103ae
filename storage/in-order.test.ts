import { expect, it } from 'vitest'
import { InOrder } from './in-order.ts'

const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

it('begins a piece when the one before has ended', async () => {
  const order = new InOrder()
  const told: string[] = []
  const piece = (name: string) => async (): Promise<string> => {
    told.push(`${name} begins`)
    await soon()
    told.push(`${name} ends`)
    return name
  }
  const done = [order.run(piece('a')), order.run(piece('b'))]
  expect(await Promise.all(done)).toEqual(['a', 'b'])
  expect(told).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
})

it('tells a fault to whoever asked for that piece, and goes on with the next', async () => {
  const order = new InOrder()
  const failing = order.run(() => Promise.reject(new Error('no')))
  const next = order.run(async () => 'yes')
  await expect(failing).rejects.toThrow('no')
  expect(await next).toBe('yes')
})

it('has ended when all that was asked for has, also what failed', async () => {
  const order = new InOrder()
  let isOver = false
  const failing = order.run(async () => {
    await soon()
    isOver = true
    throw new Error('no')
  })
  const ended = order.ended().then(() => isOver)
  await expect(failing).rejects.toThrow('no')
  expect(await ended).toBe(true)
})
