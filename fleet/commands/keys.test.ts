/** Keys that are rotated by several people, one after another, as devices would judge what comes of it. */
import { readFile, stat } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { configuredTrust } from '../../protocol/check-trust.ts'
import { KINDS } from '../../protocol/codec.ts'
import { parsePublicKey } from '../../protocol/keys.ts'
import { open } from '../../protocol/signature.ts'
import { fleetTopics } from '../../protocol/topics.ts'
import { beginAt, documentsIn, newestOf, walkChain } from '../../protocol/trust-chain.ts'
import { Desk } from '../testing.ts'

let desk: Desk
beforeEach(async () => {
  desk = await Desk.open()
  await desk.run('keygen --out .')
  for (const name of ['root-1', 'root-2', 'root-3']) await desk.run(`keys new ${name} --role trust`)
  for (const name of ['alice', 'bob', 'carol']) await desk.run(`keys new ${name} --role release`)
})
afterEach(() => desk.clear())

const CONFIGURED = '--configured root-1.pub --configured release.pub --configured rollout.pub'

const publicKey = async (name: string) => parsePublicKey(await readFile(desk.path(`${name}.pub`), 'utf8'))

/** What a device of the fleet makes of what is published. */
async function trusted() {
  const configured = configuredTrust(await Promise.all(['root-1', 'release', 'rollout'].map(publicKey)))
  const chain = documentsIn(await desk.retained(fleetTopics('f').trust))
  const { walked, fault } = walkChain(beginAt(configured), chain, 'f')
  expect(fault).toBe(null)
  return newestOf(walked)
}

async function rotated(words: string, signers: readonly string[]) {
  expect(await desk.run(`keys rotate next.hfk --fleet f ${CONFIGURED} ${words}`)).toMatchObject({ code: 0, err: '' })
  for (const name of signers)
    expect(await desk.run(`keys sign next.hfk --key ${desk.path(name)}.key`)).toMatchObject({ code: 0 })
  return desk.run(`keys publish next.hfk --fleet f ${CONFIGURED}`)
}

const FIRST =
  '--add root-2.pub --add root-3.pub --threshold trust=2 --add alice.pub --add bob.pub --add carol.pub --threshold release=2'

describe('a rotation', () => {
  it('counts once enough of the version before, and of its own, have signed', async () => {
    expect(await rotated(FIRST, ['root-1'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('HF_SIGNATURES_TOO_FEW'),
    })
    expect(await desk.run(`keys sign next.hfk --key ${desk.path('root-2')}.key`)).toMatchObject({ code: 0 })
    expect(await desk.run(`keys publish next.hfk --fleet f ${CONFIGURED}`)).toMatchObject({
      code: 0,
      out: 'published: trust version 1 of f, after version 0\n',
    })
    expect((await trusted()).thresholds).toEqual({ trust: 2, release: 2, rollout: 1 })
    expect((await desk.run(`keys show --fleet f ${CONFIGURED}`)).out).toMatch(/trust version 1\n {2}trust: 2 of 3\n/)
  })

  it('takes a key away, by the keys that count now', async () => {
    await rotated(FIRST, ['root-1', 'root-2'])
    const { id } = await publicKey('release')
    expect(await rotated(`--remove ${id}`, ['root-1'])).toMatchObject({ code: 1 })
    expect(await rotated(`--remove ${id}`, ['root-2', 'root-3'])).toMatchObject({ code: 0 })
    const state = await trusted()
    expect(state.version).toBe(2)
    expect(state.keys.map((key) => key.id)).not.toContain(id)
  })

  it('that would leave a role without keys, or changes nothing, is not drafted', async () => {
    const { id } = await publicKey('rollout')
    const line = `keys rotate next.hfk --fleet f ${CONFIGURED}`
    expect(await desk.run(`${line} --remove ${id}`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('HF_TRUST_INVALID'),
    })
    expect(await desk.run(`${line} --remove 0123456789abcdef`)).toMatchObject({ code: 1 })
    expect(await desk.run(`${line} --threshold release=3`)).toMatchObject({ code: 1 })
    expect(await desk.run(`${line} --threshold release`)).toMatchObject({ code: 1 })
    expect(await desk.run(line)).toMatchObject({ code: 2 })
    await expect(stat(desk.path('next.hfk'))).rejects.toThrow('ENOENT')
  })

  it('lets two of three sign a target, each where their key is', async () => {
    await rotated(FIRST, ['root-1', 'root-2'])
    const state = await trusted()
    await desk.compose()
    const release = `release docker-compose.yml --fleet f --epoch 1 --out t.hft --key ${desk.path('alice')}.key`
    expect(await desk.run(release)).toMatchObject({ code: 0 })
    const target = () => readFile(desk.path('t.hft'))
    expect(() => open(KINDS.Target, Buffer.alloc(0), state)).toThrow()
    const one = await target()
    expect(() => open(KINDS.Target, one, state)).toThrow(expect.objectContaining({ code: 'HF_SIGNATURES_TOO_FEW' }))
    expect(await desk.run(`keys sign t.hft --key ${desk.path('rollout')}.key`)).toMatchObject({ code: 1 })
    expect(await desk.run(`keys sign t.hft --key ${desk.path('bob')}.key`)).toMatchObject({ code: 0 })
    expect(open(KINDS.Target, await target(), state).epoch).toBe(1)
    expect((await desk.run('keys show t.hft')).out).toMatch(/target of epoch 1 for f: shop/)
  })
})

describe('a private key', () => {
  it('is protected by a passphrase, and of no use without', async () => {
    await desk.write('secret', 'correct horse\n')
    await desk.write('wrong', 'battery staple\n')
    expect(await desk.run('keys new safe --role trust --encrypt --passphrase-file secret')).toMatchObject({ code: 0 })
    const text = await readFile(desk.path('safe.key'), 'utf8')
    expect(text).toMatch(/^holdfast-trust-encrypted\n-----BEGIN ENCRYPTED PRIVATE KEY-----/)
    expect((await stat(desk.path('safe.key'))).mode & 0o777).toBe(0o600)
    await desk.run(`keys rotate next.hfk --fleet f ${CONFIGURED} --add safe.pub`)
    const sign = `keys sign next.hfk --key ${desk.path('safe')}.key`
    expect(await desk.run(sign)).toMatchObject({ code: 1, err: expect.stringContaining('--passphrase-file') })
    expect(await desk.run(`${sign} --passphrase-file wrong`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('HF_KEY_INVALID'),
    })
    expect(await desk.run(`${sign} --passphrase-file secret`)).toMatchObject({ code: 0 })
    expect((await desk.run('keys show next.hfk')).out).toContain(`signed by ${(await publicKey('safe')).id}`)
  })

  it('is never written over, and has a role that there is', async () => {
    expect(await desk.run('keys new alice --role release')).toMatchObject({ code: 1 })
    expect(await desk.run('keys new x --role king')).toMatchObject({ code: 2 })
    expect(await desk.run('keys lose x')).toMatchObject({ code: 2 })
    expect((await desk.run('keys show alice.pub')).out).toBe(`release  ${(await publicKey('alice')).id}\n`)
  })
})
