/**
 * Makes sure that nothing of a deterministic run looks at the real time or at real chance.
 *
 * Invariant: while it is in force, whoever asks for either gets an error and no value; nothing else changes.
 */
import { HoldfastError } from '../../protocol/errors.ts'

const real = { Date, random: Math.random, setTimeout, setInterval, performance: performance.now.bind(performance) }

/** @returns lifts it */
export function realTimeOff(): () => void {
  const forbidden = (what: string) => (): never => {
    throw new HoldfastError('HF_INTERNAL', `a deterministic run asked for ${what}`)
  }
  const now = forbidden('the real time')
  function StoodStill(...args: unknown[]): Date {
    if (new.target === undefined || args.length === 0) now()
    return Reflect.construct(real.Date, args) as Date
  }
  globalThis.Date = Object.assign(StoodStill, {
    UTC: real.Date.UTC,
    parse: real.Date.parse,
    now,
  }) as unknown as DateConstructor
  Object.defineProperty(StoodStill, 'prototype', { value: real.Date.prototype })
  Math.random = forbidden('chance')
  globalThis.setTimeout = forbidden('a real timer') as unknown as typeof setTimeout
  globalThis.setInterval = forbidden('a real timer')
  performance.now = now
  return () => {
    globalThis.Date = real.Date
    Math.random = real.random
    globalThis.setTimeout = real.setTimeout
    globalThis.setInterval = real.setInterval
    performance.now = real.performance
  }
}
