import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Desk } from '../testing.ts'

/** Said when all else was. */
const LISTENS = /^http.*\n/

describe('holdfast dashboard', () => {
  let desk: Desk
  beforeEach(async () => {
    desk = await Desk.open()
  })
  afterEach(() => desk.clear())

  it('prints the address that signs in, and ends in good order', async () => {
    const { code, out, err } = await desk.run('dashboard --listen 127.0.0.1:0', { interruptAt: LISTENS })
    expect(out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{32}\n$/)
    expect([code, err]).toEqual([0, ''])
  })

  it('does not show a token that stands in a file, nor take one that can be guessed', async () => {
    await desk.write('good', 'a token of sixteen characters or more\n')
    const { code, out } = await desk.run('dashboard --listen 127.0.0.1:0 --token-file good', { interruptAt: LISTENS })
    expect([code, out]).toEqual([0, expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\n$/)])
    await desk.write('bad', 'hunter2')
    const bad = await desk.run('dashboard --token-file bad')
    expect(bad).toMatchObject({ code: 1, err: expect.stringContaining('HF_FILE_INVALID') })
    expect(bad.err).not.toContain('hunter2')
  })

  it('warns of listening to others without encryption, unless a proxy has it', async () => {
    const warned = await desk.run('dashboard --listen 0.0.0.0:0', { interruptAt: LISTENS })
    expect(warned.err).toContain('unencrypted')
    const silent = await desk.run('dashboard --listen 0.0.0.0:0 --tls', { interruptAt: LISTENS })
    expect(silent.err).toBe('')
  })

  it('says what is wrong with where it is to listen', async () => {
    expect(await desk.run('dashboard --listen 8600')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--listen'),
    })
    // The broker has that one.
    expect(await desk.run(`dashboard --listen 127.0.0.1:${new URL(desk.url).port}`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('HF_DASHBOARD_UNAVAILABLE'),
    })
  })
})
