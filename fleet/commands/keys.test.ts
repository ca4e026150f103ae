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
    expect(await desk.run(`${line} --threshold release`)).toMatchObject({ code: 2 })
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

describe('after a rotation', () => {
  const retained = (leaf: 'target' | 'rollout') => desk.retained(fleetTopics('f')[leaf])
  const by = (...names: string[]) => names.map((name) => `--key ${desk.path(name)}.key`).join(' ')
  const DEPLOY = 'deploy docker-compose.yml --fleet f --no-wait'
  const TOO_FEW = expect.stringMatching(/HF_SIGNATURES_TOO_FEW.*1 of the 2 release keys.*nothing was published/s)
  const UNKNOWN = expect.stringMatching(/HF_SIGNATURE_INVALID.*is not in trust version 2.*nothing was published/s)
  beforeEach(async () => {
    await desk.compose()
    expect(await desk.run(`${DEPLOY} ${by('release', 'rollout')}`)).toMatchObject({ code: 0 })
    await rotated(FIRST, ['root-1', 'root-2'])
    expect(await rotated(`--remove ${(await publicKey('release')).id}`, ['root-2', 'root-3'])).toMatchObject({
      code: 0,
    })
  })

  it('a deployment is judged by the chain that is published, before anything else is', async () => {
    const before = await retained('target')
    for (const [names, err] of [
      [['release'], UNKNOWN],
      [['alice'], TOO_FEW],
      [['alice', 'release'], TOO_FEW],
    ] as const)
      expect(await desk.run(`${DEPLOY} ${by(...names, 'rollout')}`)).toMatchObject({ code: 1, out: '', err })
    expect(await retained('target')).toEqual(before)
    // Other keys than those that signed what is published: the chain says that they may.
    expect(await desk.run(`${DEPLOY} ${by('alice', 'carol', 'rollout')}`)).toMatchObject({
      code: 0,
      out: expect.stringContaining('epoch 2'),
    })
    expect(open(KINDS.Target, await retained('target'), await trusted()).epoch).toBe(2)
  })

  it('a file is published once enough have signed it, by whoever steers the rollout', async () => {
    await desk.run(`release docker-compose.yml --fleet f --epoch 5 --out t.hft ${by('bob')}`)
    expect(await desk.run(`deploy t.hft --no-wait ${by('rollout')}`)).toMatchObject({ code: 1, err: TOO_FEW })
    await desk.run(`keys sign t.hft ${by('carol')}`)
    expect(await desk.run(`deploy t.hft --no-wait ${by('rollout')}`)).toMatchObject({ code: 0 })
    expect(open(KINDS.Target, await retained('target'), await trusted()).epoch).toBe(5)
  })

  it('a rollout key that counts no more steers nothing: neither by deploy, nor by hand, nor with a controller', async () => {
    await desk.run(`${DEPLOY} ${by('alice', 'bob', 'rollout')}`)
    await desk.run('keys new steering --role rollout')
    const { id } = await publicKey('rollout')
    await rotated(`--add steering.pub --remove ${id}`, ['root-1', 'root-2'])
    const before = [await retained('target'), await retained('rollout')]
    const refused = { code: 1, err: expect.stringMatching(/HF_SIGNATURE_INVALID.*trust version 3/s) }
    expect(await desk.run(`${DEPLOY} ${by('alice', 'bob', 'rollout')}`)).toMatchObject(refused)
    expect(await desk.run(`rollout pause --fleet f --data state ${by('rollout')}`)).toMatchObject(refused)
    expect(await desk.run(`rollout start --fleet f --data state ${by('rollout')}`)).toMatchObject(refused)
    expect([await retained('target'), await retained('rollout')]).toEqual(before)
    expect(await desk.run(`rollout pause --fleet f --data state ${by('steering')}`)).toMatchObject({ code: 0 })
  })

  it('a chain that is no chain keeps nobody from publishing, and is told of', async () => {
    await desk.publish(fleetTopics('f').trust, Buffer.from('nonsense'))
    const { code, err } = await desk.run(`${DEPLOY} ${by('release', 'rollout')}`)
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('goes no further') })
  })
})

it('names the file that holds no document', async () => {
  await desk.write('rubbish.hfk', 'rubbish')
  for (const line of ['keys show rubbish.hfk', `keys sign rubbish.hfk --key ${desk.path('alice')}.key`])
    expect((await desk.run(line)).err).toMatch(/HF_WIRE_MALFORMED\s+\S*rubbish\.hfk: /)
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
    for (const [file, role] of [
      ['safe.key', 'trust'],
      ['alice.key', 'release'],
    ])
      expect(await desk.run(`keys show ${file}`)).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringMatching(
          `HF_KEY_INVALID\\s+\\S*${file}: is the private half of a ${role} key: show the public`,
        ),
      })
  })

  it('is never written over, and has a role that there is', async () => {
    expect(await desk.run('keys new alice --role release')).toMatchObject({ code: 1 })
    expect(await desk.run('keys new x --role king')).toMatchObject({ code: 2 })
    expect(await desk.run('keys lose x')).toMatchObject({ code: 2 })
    expect(await desk.run(`keys rotate next.hfk --fleet f ${CONFIGURED} --threshold boss=1`)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/HF_USAGE\s+--threshold: "boss=1" is not ROLE=NUMBER/),
    })
    expect((await desk.run('keys show alice.pub')).out).toBe(`release  ${(await publicKey('alice')).id}\n`)
  })
})
