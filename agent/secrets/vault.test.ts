import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { KINDS } from '../../protocol/codec.ts'
import { rawKeyOf } from '../../protocol/hpke.ts'
import { generateKey } from '../../protocol/keys.ts'
import { sealSecret } from '../../protocol/sealed-secrets.ts'
import { seal } from '../../protocol/signature.ts'
import type { Secrets } from '../../protocol/types.ts'
import { MemoryDisk } from '../../storage/memory-kv.ts'
import { openStore } from '../../storage/open-store.ts'
import { forgetSecrets, SECRETS, Vault } from './vault.ts'

const DEVICE = 'till-1'
const signer = generateKey('release')
const key = generateKeyPairSync('x25519').privateKey
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

function signed(revision: number, values: Record<string, string>, to: KeyObject = key) {
  const secrets: Secrets = {
    device: DEVICE,
    revision,
    variables: {},
    secrets: Object.entries(values).map(([name, value]) =>
      sealSecret(rawKeyOf(to), DEVICE, name, new TextEncoder().encode(value)),
    ),
  }
  return { secrets, bytes: seal(KINDS.Secrets, secrets, [signer]) }
}

async function rig() {
  const disk = new MemoryDisk()
  const store = await openStore(disk.open())
  const open = async (by: KeyObject = key) => {
    const saved = (await store.load()).checkpoints.get(SECRETS)
    return new Vault({ device: DEVICE, key: by, deviceSecret: new Uint8Array(32).fill(3), store, saved })
  }
  const take = (vault: Vault, { secrets, bytes }: ReturnType<typeof signed>) => vault.accept(secrets, bytes)
  return { store, open, take }
}

describe('the vault', () => {
  it('holds what was sealed to the device, over a restart, and writes no value', async () => {
    const { store, open, take } = await rig()
    await take(await open(), signed(1, { db: 'hunter2' }))
    const vault = await open()
    expect([vault.revision, vault.has('db'), text(vault.value('db'))]).toEqual([1, true, 'hunter2'])
    const kept = (await store.load()).checkpoints.get(SECRETS)!
    expect(text(kept.body)).not.toContain('hunter2')
    expect(text(kept.body)).not.toContain(Buffer.from('hunter2').toString('base64'))
  })

  it('marks a value, not its seal: sealed anew it is the same, another value is another', async () => {
    const { open, take } = await rig()
    const vault = await open()
    await take(vault, signed(1, { db: 'a', api: 'a' }))
    const first = vault.mark('db')
    await take(vault, signed(2, { db: 'a', api: 'a' }))
    expect(vault.mark('db')).toBe(first)
    expect(vault.mark('api')).not.toBe(first)
    await take(vault, signed(3, { db: 'b', api: 'a' }))
    expect(vault.mark('db')).not.toBe(first)
    expect(first).toMatch(/^[0-9a-f]{64}$/)
  })

  it('keeps the mark of what was taken away, and nothing of its value', async () => {
    const { open, take } = await rig()
    const vault = await open()
    await take(vault, signed(1, { db: 'a' }))
    const before = vault.mark('db')
    await take(vault, signed(2, {}))
    expect([vault.has('db'), vault.mark('db')]).toEqual([false, before])
    expect(() => vault.value('db')).toThrow(expect.objectContaining({ code: 'HF_SECRET_MISSING' }))
    expect((await open()).mark('db')).toBe(before)
  })

  it('takes no lower revision, and not the same one with other content; the same again changes nothing', async () => {
    const { open, take } = await rig()
    const vault = await open()
    const second = signed(2, { db: 'a' })
    expect(await take(vault, second)).toBe(true)
    expect(await take(vault, second)).toBe(false)
    for (const stale of [signed(1, { db: 'b' }), signed(2, { db: 'b' })])
      await expect(take(vault, stale)).rejects.toMatchObject({ code: 'HF_SECRET_STALE' })
    expect(text(vault.value('db'))).toBe('a')
  })

  it('refuses all of a document of which one seal is bad, and goes on with what it has', async () => {
    const { open, take } = await rig()
    const vault = await open()
    await take(vault, signed(1, { db: 'a' }))
    const foreign = signed(2, { db: 'b' }, generateKeyPairSync('x25519').privateKey)
    await expect(take(vault, foreign)).rejects.toMatchObject({ code: 'HF_SECRET_UNREADABLE' })
    expect([vault.revision, text(vault.value('db'))]).toEqual([1, 'a'])
  })

  it('holds nothing that it can open once the device has another key', async () => {
    const { open, take } = await rig()
    await take(await open(), signed(1, { db: 'a' }))
    const vault = await open(generateKeyPairSync('x25519').privateKey)
    expect([vault.revision, vault.has('db'), vault.problem]).toEqual([1, false, null])
  })

  it('begins with nothing when it is told to forget, or cannot read what was kept', async () => {
    const { store, open, take } = await rig()
    await take(await open(), signed(5, { db: 'a' }))
    await store.commit([forgetSecrets()])
    expect([(await open()).revision, (await open()).mark('db')]).toEqual([0, null])
    await store.commit([{ op: 'checkpoint', machine: SECRETS, version: 1, body: new Uint8Array([1, 2]) }])
    const vault = await open()
    expect([vault.revision, vault.problem]).toEqual([0, expect.stringContaining('come again')])
  })
})
