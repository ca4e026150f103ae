/** The file that `holdfast bundle` writes: whole, the same again, and nothing of one that failed. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { peek } from '../../fleet/signing/sealed.ts'
import { KINDS } from '../../protocol/codec.ts'
import { type BundleDesk, openBundleDesk } from './desk.ts'

let desk: BundleDesk
beforeAll(async () => {
  desk = await openBundleDesk()
})
afterAll(() => desk.close())

it('is whole, an OCI layout, and says so', async () => {
  const file = await desk.bundle('v1', 3)
  const checked = await desk.run(`bundle --check ${file} --configured release.pub --configured rollout.pub`)
  expect(checked).toMatchObject({ code: 0, err: '' })
  expect(checked.out).toContain('hf/1/fleet/shop/target  epoch 3: shop v1')
  expect(checked.out).toContain('hf/1/fleet/shop/rollout  rollout of epoch 3, revision 1, 100%')

  const folder = join(desk.directory, 'unpacked')
  execFileSync('mkdir', ['-p', folder])
  execFileSync('tar', ['-xf', file, '-C', folder])
  expect(JSON.parse(await readFile(join(folder, 'oci-layout'), 'utf8'))).toEqual({ imageLayoutVersion: '1.0.0' })
  const index = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'))
  const [image] = desk.images
  expect(index.manifests[1]).toMatchObject({
    digest: image!.manifest.digest,
    annotations: { 'org.opencontainers.image.ref.name': `${desk.registry}/web@${image!.manifest.digest}` },
  })
  for (const name of await readdir(join(folder, 'blobs/sha256'))) {
    const bytes = await readFile(join(folder, 'blobs/sha256', name))
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(name)
  }
})

it('carries a network configuration in its signed target, and none that is wrong', async () => {
  const network = join(desk.directory, 'net.yml')
  await writeFile(network, 'links:\n  - {name: wired, interface: eth0, ethernet: {}, priority: 300}\n')
  const file = await desk.bundle('v1', 4, ' --network net.yml')
  const folder = join(desk.directory, 'with-network')
  execFileSync('mkdir', ['-p', folder])
  execFileSync('tar', ['-xf', file, '-C', folder])
  const blob = (digest: string) => readFile(join(folder, 'blobs/sha256', digest.replace('sha256:', '')))
  const index = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'))
  const { layers } = JSON.parse((await blob(index.manifests[0].digest)).toString()) as {
    layers: { digest: string; annotations: Record<string, string> }[]
  }
  const target = layers.find(({ annotations }) => annotations['io.holdfast.topic'] === 'hf/1/fleet/shop/target')
  const { message } = peek(KINDS.Target, await blob(target!.digest), await desk.publicKeys())
  expect(message.network?.links).toMatchObject([{ name: 'wired', interface: 'eth0', ethernet: {}, priority: 300 }])

  await writeFile(network, 'links:\n  - {name: wired, ethernet: {}, mtu: 9}\n')
  const before = await readdir(desk.directory)
  await expect(desk.bundle('v1', 5, ' --network net.yml')).rejects.toThrow(
    /HF_NETWORK_INVALID\s+net\.yml:2:\d+: 9 is not from 576 to 9216/,
  )
  expect(await readdir(desk.directory)).toEqual(before)
})

it('has the same bytes again', async () => {
  const first = await readFile(await desk.bundle('v1', 3))
  expect(Buffer.compare(await readFile(await desk.bundle('v1', 3)), first)).toBe(0)
})

it('is not written when a blob is not to be had, and nothing is left beside it', async () => {
  const layer = desk.images[1]!.layers[0]!
  const { bytes } = layer
  layer.bytes = Buffer.from(bytes).fill(1, 100, 101)
  try {
    const before = await readdir(desk.directory)
    await expect(desk.bundle('v2', 9)).rejects.toThrow('HF_REGISTRY_INVALID')
    expect(await readdir(desk.directory)).toEqual(before)
  } finally {
    layer.bytes = bytes
  }
})

it.each<[string, (bytes: Buffer) => Buffer, string]>([
  [
    'a bit of a layer',
    (bytes) => bytes.fill(bytes[bytes.length - 2000]! ^ 1, bytes.length - 2000, bytes.length - 1999),
    'changed or damaged',
  ],
  ['its end', (bytes) => bytes.subarray(0, bytes.length - 600), 'ends before its end'],
])('that has lost %s is refused', async (_, harm, why) => {
  const file = await desk.bundle('v1', 3)
  await writeFile(file, harm(await readFile(file)))
  const checked = await desk.run(`bundle --check ${file}`)
  expect(checked.code).toBe(1)
  expect(checked.err).toMatch(new RegExp(`HF_BUNDLE_INVALID\\s+\\S*${file}: `))
  expect(checked.err).toContain(why)
})

it('is judged by the keys that are given', async () => {
  const file = await desk.bundle('v1', 3)
  await desk.run('keygen --out other')
  const checked = await desk.run(`bundle --check ${file} --configured other/release.pub`)
  expect(checked.err).toContain('HF_SIGNATURE_INVALID')
})

it.each([
  ['bundle --fleet shop', '--out: is needed'],
  ['bundle c.yml --fleet shop --out x.tar', '--epoch: is needed'],
  ['bundle --fleet shop --out x.tar --epoch 3', 'is for a file'],
])('%s is not understood', async (line, message) => {
  expect(await desk.run(line)).toMatchObject({ code: 2, err: expect.stringContaining(message) })
})
