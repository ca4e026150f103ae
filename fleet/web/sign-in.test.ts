import { expect, it } from 'vitest'
import { SignIn } from './sign-in.ts'

const TOKEN = 'the very token'
const rig = () => {
  const clock = { ms: 0 }
  const signIn = new SignIn(TOKEN, () => clock.ms)
  const tries = (token: string, address = '10.0.0.1') => {
    try {
      return signIn.open(token, address) === '' ? 0 : 200
    } catch (error) {
      return (error as { status: number }).status
    }
  }
  return { clock, signIn, tries }
}

it('opens a session that no other key opens', () => {
  const { signIn } = rig()
  const key = signIn.open(TOKEN, 'here')
  expect(signIn.has(key)).toBe(true)
  expect(signIn.has(`${key}x`)).toBe(false)
  expect(signIn.has(undefined)).toBe(false)
  signIn.close(key)
  expect(signIn.has(key)).toBe(false)
})

it('ends a session that nobody uses for twelve hours, and no other', () => {
  const { clock, signIn } = rig()
  const [used, left] = [signIn.open(TOKEN, 'here'), signIn.open(TOKEN, 'here')]
  clock.ms += 7 * 3_600_000
  expect(signIn.has(used)).toBe(true)
  clock.ms += 7 * 3_600_000
  expect([signIn.has(used), signIn.has(left)]).toEqual([true, false])
})

it('looks at wrong tokens of one address ever more slowly, and at no token meanwhile', () => {
  const { clock, tries } = rig()
  expect([1, 2, 3, 4, 5].map(() => tries('wrong'))).toEqual([401, 401, 401, 401, 401])
  expect([tries('wrong'), tries(TOKEN)]).toEqual([429, 429])
  expect(tries(TOKEN, '10.0.0.2'), 'who sits elsewhere is not held up').toBe(200)
  clock.ms += 2_001
  expect(tries('wrong')).toBe(401)
  clock.ms += 2_001
  expect(tries(TOKEN), 'now it waits longer').toBe(429)
  clock.ms += 2_000
  expect(tries(TOKEN)).toBe(200)
  expect(tries('wrong'), 'the right one makes good').toBe(401)
})

it('keeps so many sessions, and of more the oldest go', () => {
  const { signIn } = rig()
  const keys = Array.from({ length: 70 }, () => signIn.open(TOKEN, 'here'))
  expect(keys.filter((key) => signIn.has(key))).toEqual(keys.slice(6))
})
